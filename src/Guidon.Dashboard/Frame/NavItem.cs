using Guidon.Contracts;

namespace Guidon.Dashboard.Frame;

/// <summary>One entry of the navigation.</summary>
/// <param name="Id">What a page calls itself.</param>
/// <param name="Text">What people read.</param>
/// <param name="Icon">A name of <see cref="Parts.Icon"/>.</param>
/// <param name="Address">Where it leads.</param>
internal sealed record NavItem(string Id, string Text, string Icon, string Address)
{
    /// <summary>In the order in which people need them; what does not exist or would be refused is not offered.</summary>
    internal static IEnumerable<(string Name, IReadOnlyList<NavItem> Items)> Groups(Visit visit) => All(visit)
        .Select(group => (group.Name, (IReadOnlyList<NavItem>)[.. group.Items.Where(each => each.IsOpen).Select(each => each.Item)]))
        .Where(group => group.Item2.Count > 0);

    private static IEnumerable<(string Name, IEnumerable<(bool IsOpen, NavItem Item)> Items)> All(Visit visit)
    {
        var (isThere, isAdmin) = (visit.Environment is not null, visit.Frame.IsAdmin);
        yield return ("Flags",
        [
            (isThere, new("features", "Features", "flag", visit.At("features"))),
            (isThere, new("segments", "Segments", "segments", visit.At("segments"))),
            (isThere && visit.May(Grantable.ViewIdentities), new("identities", "Identities", "person", visit.At("identities"))),
            (isThere && visit.May(Grantable.ManageTags), new("tags", "Tags", "tag", visit.At("tags"))),
            (visit.IsEnvironmentAdmin, new("keys", "SDK keys", "key", visit.At("keys"))),
            (visit.IsProjectAdmin, new("project", "Project", "folder", visit.InProject("project"))),
            (visit.IsEnvironmentAdmin || (isThere && visit.May(Grantable.CreateEnvironment)), new("environment", "Environment", "sliders", visit.At("environment"))),
        ]);
        yield return ("Deliveries",
        [
            (isThere && isAdmin, new("integrations", "Integrations", "plug", visit.At("integrations"))),
            (isThere && isAdmin, new("replays", "Replays", "replay", visit.At("replays"))),
            (isThere, new("charts", "Charts", "chart", visit.At("charts"))),
        ]);
        yield return ("Organisation",
        [
            (isAdmin, new("status", "Status", "pulse", "/ui/status")),
            (isAdmin, new("alerts", "Alerts", "bell", "/ui/alerts")),
            (isAdmin || visit.Frame.Projects.Any(each => each.IsAdmin || each.Environments.Any(inner => inner.IsAdmin)), new("access", "Permissions", "shield", "/ui/access")),
            (true, new("groups", "Groups", "people", "/ui/groups")),
            (isAdmin, new("audit", "Audit log", "log", "/ui/audit")),
            (true, new("members", "Members", "people", "/ui/members")),
            (true, new("organisation", "Organisation", "sliders", "/ui/organisation")),
        ]);
        yield return ("You", [(true, new("applications", "Applications", "plug", "/ui/applications"))]);
    }
}
