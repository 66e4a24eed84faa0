using Guidon.Contracts.Transfer;
using Guidon.Dashboard.Access;
using Guidon.Dashboard.Charts;
using Guidon.Dashboard.Code;
using Guidon.Dashboard.Deliveries;
using Guidon.Dashboard.Environments;
using Guidon.Dashboard.Features;
using Guidon.Dashboard.Find;
using Guidon.Dashboard.Frame;
using Guidon.Dashboard.Groups;
using Guidon.Dashboard.Health;
using Guidon.Dashboard.History;
using Guidon.Dashboard.Identities;
using Guidon.Dashboard.Integrations;
using Guidon.Dashboard.Links;
using Guidon.Dashboard.Organisation;
using Guidon.Dashboard.Permissions;
using Guidon.Dashboard.Projects;
using Guidon.Dashboard.Segments;
using Guidon.Dashboard.Status;
using Guidon.Dashboard.Tags;
using Guidon.Dashboard.Variants;
using Guidon.Dashboard.Versions;
using Microsoft.AspNetCore.Builder;

namespace Guidon.Dashboard;

/// <summary>Every page's URL and what answers.</summary>
/// <param name="gate">Lets requests in.</param>
/// <param name="imports">On their way.</param>
internal sealed class DashboardRoutes(PageGate gate, ImportRuns imports)
{
    // Project by id and environment by key, so that an address says all and another environment is one word away.
    private const string Place = "/ui/p/{project}/e/{environment}/";

    // While a project has no environment that the person sees.
    private const string Bare = "/ui/p/{project}/";

    // A file of the size that the management API takes, and a little beside it.
    private const long ImportBytesMax = ProjectFile.BytesMax + (1 << 20);

    private readonly ProjectPages _projects = new(imports);

    internal void Map(IEndpointRouteBuilder routes)
    {
        routes.Map("/ui/assets/{version}/{**path}", Bundle.SendAsync);
        routes.Map("/ui/login", gate.Open(SignIn.InvokeAsync));
        routes.Map("/ui/join/{hash}", gate.Open(SignIn.JoinAsync));
        routes.Map("/ui/forgot", gate.Open(PasswordPages.ForgotAsync));
        routes.Map("/ui/reset/{uid}/{token}", gate.Open(PasswordPages.ResetAsync));
        routes.Map("/ui/second-factor", gate.Open(FactorPages.InvokeAsync));
        routes.Map("/ui/logout", gate.Open(SignIn.LeaveAsync));
        Page("/oauth/authorize/", ConsentPages.GetAsync, ConsentPages.PostAsync);
        Page("/ui/applications", ApplicationPages.GetAsync, ApplicationPages.PostAsync);
        Page("/", Start.HomeAsync);
        Page("/ui/projects/new", Start.GetAsync, Start.PostAsync);
        Page("/ui/p/{project}", Start.HomeAsync);
        Page(Place + "features", FeatureList.GetAsync, FeatureList.ToggleAsync);
        Page(Place + "features/new", FeatureNew.GetAsync, FeatureNew.PostAsync);
        Page(Place + "features/{feature}", FeatureEdit.GetAsync, FeatureEdit.PostAsync);
        Page(Place + "features/{feature}/settings", FeatureEdit.GetAsync, FeatureSettings.PostAsync);
        Page(Place + "features/{feature}/variants", VariantPages.GetAsync, VariantPages.PostAsync);
        Page(Place + "features/{feature}/links", LinkPages.GetAsync, LinkPages.PostAsync);
        Page(Place + "features/{feature}/code", CodePages.GetAsync);
        Page(Place + "features/{feature}/health", HealthPages.GetAsync, HealthPages.PostAsync);
        Page(Place + "features/{feature}/history", HistoryPages.GetAsync, HistoryPages.PostAsync);
        Page(Place + "features/{feature}/versions", VersionPages.GetAsync, VersionPages.PostAsync);
        Page(Place + "features/{feature}/usage", ChartPages.UsageAsync);
        Page(Place + "charts", ChartPages.GetAsync);
        Page(Place + "tags", TagPages.GetAsync, TagPages.PostAsync);
        Page(Place + "segments", SegmentPages.ListAsync);
        Page(Place + "segments/new", SegmentPages.NewAsync, SegmentPages.PostAsync);
        Page(Place + "segments/{segment}", SegmentPages.GetAsync, SegmentPages.PostAsync);
        Page(Place + "identities", IdentityPages.ListAsync, IdentityPages.CreateAsync);
        Page(Place + "identities/{identity}", IdentityPages.GetAsync, IdentityPages.PostAsync);
        foreach (var place in (string[])[Place, Bare])
        {
            Page(place + "environments/new", EnvironmentNew.GetAsync, EnvironmentNew.PostAsync);
            Page(place + "project", _projects.GetAsync, _projects.PostAsync);
            Page(place + "project/export", ProjectPages.ExportAsync);
            routes.Map(place + "project/import", gate.Page(_projects.GetAsync, _projects.ImportAsync, ImportBytesMax));
        }

        Page(Place + "environment", EnvironmentPages.GetAsync, EnvironmentPages.PostAsync);
        Page(Place + "keys", KeyPages.GetAsync, KeyPages.PostAsync);
        Page(Place + "find", FindEndpoint.GetAsync);
        Page("/ui/find", FindEndpoint.GetAsync);
        Page(Place + "integrations", Gallery.GetAsync);
        Page(Place + "integrations/{integration}", Connect.GetAsync, Connect.PostAsync);
        Page(Place + "destinations/{id}", DestinationPages.DeliveriesAsync, DestinationPages.ActAsync);
        Page(Place + "destinations/{id}/parked", DestinationPages.ParkedAsync, DestinationPages.ActOnParkedAsync);
        Page(Place + "destinations/{id}/parked/export", DestinationPages.ExportParkedAsync);
        Page(Place + "destinations/{id}/charts", DestinationPages.ChartsAsync);
        Page(Place + "destinations/{id}/settings", DestinationPages.SettingsAsync, DestinationPages.ChangeAsync);
        Page(Place + "destinations/{id}/replay", ReplayPages.OrderAsync, ReplayPages.PostAsync);
        Page(Place + "replays", ReplayPages.ListAsync);
        Page(Place + "replays/{replay}", ReplayPages.GetAsync, ReplayPages.SetAsync);
        Page("/ui/status", StatusPages.GetAsync);
        Page("/ui/alerts", AlertPages.GetAsync, AlertPages.PostAsync);
        Page("/ui/audit", AuditPages.GetAsync);
        Page("/ui/audit/export", AuditPages.ExportAsync);
        Page("/ui/groups", GroupPages.GetAsync, GroupPages.PostAsync);
        Page("/ui/access", PermissionPages.GetAsync, PermissionPages.PostAsync);
        Page("/ui/organisation", OrganisationPages.GetAsync, OrganisationPages.PostAsync);
        Page("/ui/members", MemberPages.GetAsync, MemberPages.PostAsync);
        Page("/ui/{**rest}", visit => Task.FromResult(visit.NotFound("There is no such page.")));

        void Page(string path, Func<Visit, Task<IResult>> get, Func<Visit, Task<IResult>>? post = null) => routes.Map(path, gate.Page(get, post));
    }
}
