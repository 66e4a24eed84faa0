using Guidon.Server.Access;
using Guidon.Server.Management.Grants;
using Guidon.Server.Management.Groups;
using Guidon.Server.Management.Invites;
using Guidon.Server.Management.Keys;
using Guidon.Server.Management.Members;
using Guidon.Server.Management.Organisations;
using Guidon.Storage;

namespace Guidon.Server.Management;

/// <summary>The URLs of organisations with their members, invites, groups and master API keys.</summary>
/// <param name="store">What is read.</param>
/// <param name="changes">How it is changed.</param>
/// <param name="removal">How organisations go.</param>
/// <param name="secret">Hashes keys.</param>
/// <param name="options">What is allowed.</param>
/// <param name="letters">Writes to those who are invited.</param>
/// <param name="time">Says what has expired.</param>
internal sealed class OrganisationRoutes(
    IControlPlaneStore store, ControlPlaneChanges changes, PlaceRemoval removal, InstallationSecret secret, AccessOptions options, InviteLetters letters, TimeProvider time)
{
    private const string Root = "/api/v1/organisations/";
    private const string One = Root + "{organisation}/";
    private const string Group = One + "groups/{group}/";

    internal IEnumerable<(string Path, MethodTable Methods)> All(ManagementAccess access) =>
        [.. Organisations(access), .. Members(access), .. Invites(access), .. Groups(access), .. Keys(access)];

    private IEnumerable<(string Path, MethodTable Methods)> Organisations(ManagementAccess access)
    {
        var (get, change) = (new GetOrganisation(store), access.Require(Permission.Admin, new ChangeOrganisation(changes).InvokeAsync));
        yield return (Root, new MethodTable
        {
            Get = access.Known(new ListOrganisations(store).InvokeAsync),
            Post = access.Known(new CreateOrganisation(changes, options).InvokeAsync),
        });
        yield return (One, new MethodTable
        {
            Get = access.Require(Permission.Member, get.InvokeAsync),
            Put = change,
            Patch = change,
            Delete = access.Require(Permission.Admin, new DeleteOrganisation(removal).InvokeAsync),
        });
        yield return (Root + "get-by-uuid/{uuid}/", new MethodTable { Get = access.Known(get.ByUuidAsync) });
        yield return (One + "get-subscription-metadata/", new MethodTable { Get = access.Require(Permission.Member, GetOrganisation.SubscriptionAsync) });
        yield return (One + "projects/", new MethodTable { Get = access.Require(Permission.Member, new ListProjects(store).InvokeAsync) });
        var usage = new GetUsage(store, new Throttle<(int? User, int? Key)>(options.UsageQueriesPerMinute, time), time);
        yield return (One + "usage-data/", new MethodTable { Get = access.Require(Permission.Member, usage.InvokeAsync) });
        yield return (One + "usage-data/total-count/", new MethodTable { Get = access.Require(Permission.Member, usage.TotalAsync) });
        // Roles of the original are not there; its clients ask for them all the same.
        yield return (One + "roles/", new MethodTable { Get = access.Require(Permission.Member, ListRoles.InvokeAsync) });
    }

    private IEnumerable<(string Path, MethodTable Methods)> Members(ManagementAccess access)
    {
        yield return (One + "users/", new MethodTable { Get = access.Require(Permission.Member, new ListMembers(store).InvokeAsync) });
        yield return (One + "users/{user}/update-role/", new MethodTable { Post = access.Require(Permission.Admin, new ChangeRole(changes).InvokeAsync) });
        yield return (One + "remove-users/", new MethodTable { Post = access.Require(Permission.Admin, new RemoveMembers(changes).InvokeAsync) });
    }

    private IEnumerable<(string Path, MethodTable Methods)> Invites(ManagementAccess access)
    {
        var throttle = new Throttle<(int? User, int? Key)>(options.InvitesPerMinute, time);
        var (create, get, join) = (new CreateInvites(changes, letters, throttle), new GetInvite(store, letters, throttle), new JoinOrganisation(changes, options));
        yield return (One + "invite/", new MethodTable { Post = access.Require(Permission.Admin, create.SeveralAsync) });
        yield return (One + "invites/", new MethodTable
        {
            Get = access.Require(Permission.Admin, new ListInvites(store).InvokeAsync),
            Post = access.Require(Permission.Admin, create.OneAsync),
        });
        yield return (One + "invites/{invite}/", new MethodTable { Get = access.Require(Permission.Admin, get.InvokeAsync), Delete = access.Require(Permission.Admin, new DeleteInvite(changes).InvokeAsync) });
        yield return (One + "invites/{invite}/resend/", new MethodTable { Post = access.Require(Permission.Admin, get.ResendAsync) });
        yield return (One + "invite-links/", new MethodTable
        {
            Get = access.Require(Permission.Admin, new ListInviteLinks(store).InvokeAsync),
            Post = access.Require(Permission.Admin, new CreateInviteLink(changes, options).InvokeAsync),
        });
        yield return (One + "invite-links/{link}/", new MethodTable { Delete = access.Require(Permission.Admin, new DeleteInviteLink(changes).InvokeAsync) });
        yield return ("/api/v1/users/join/{hash}/", new MethodTable { Post = access.Person(join.ByInviteAsync) });
        yield return ("/api/v1/users/join/link/{hash}/", new MethodTable { Post = access.Person(join.ByLinkAsync) });
    }

    private IEnumerable<(string Path, MethodTable Methods)> Groups(ManagementAccess access)
    {
        var (list, members, admins) = (new ListGroups(store), new ChangeGroupMembers(changes), new ChangeGroupAdmin(changes));
        var change = access.Require(OrganisationPermission.ManageUserGroups, new ChangeGroup(changes).InvokeAsync);
        yield return (One + "groups/", new MethodTable
        {
            Get = access.Require(Permission.Member, list.InvokeAsync),
            Post = access.Require(OrganisationPermission.ManageUserGroups, new CreateGroup(changes).InvokeAsync),
        });
        yield return (One + "groups/summaries/", new MethodTable { Get = access.Require(Permission.Member, list.SummariesAsync) });
        yield return (One + "groups/my-groups/", new MethodTable { Get = access.Require(Permission.Member, list.MineAsync) });
        yield return (Group, new MethodTable
        {
            Get = access.Require(Permission.Member, new GetGroup(store).InvokeAsync),
            Put = change,
            Patch = change,
            Delete = access.Require(OrganisationPermission.ManageUserGroups, new DeleteGroup(changes).InvokeAsync),
        });
        // Who is an administrator of this one group may too: the endpoint asks.
        yield return (Group + "add-users/", new MethodTable { Post = access.Require(Permission.Member, members.AddAsync) });
        yield return (Group + "remove-users/", new MethodTable { Post = access.Require(Permission.Member, members.RemoveAsync) });
        yield return (Group + "users/{user}/make-admin", new MethodTable { Post = access.Require(OrganisationPermission.ManageUserGroups, admins.MakeAsync) });
        yield return (Group + "users/{user}/remove-admin", new MethodTable { Post = access.Require(OrganisationPermission.ManageUserGroups, admins.RemoveAsync) });
    }

    private IEnumerable<(string Path, MethodTable Methods)> Keys(ManagementAccess access)
    {
        var (list, change) = (new ListMasterKeys(store, time), access.RequireSelf(Permission.Admin, new ChangeMasterKey(changes).InvokeAsync));
        yield return (One + "master-api-keys/", new MethodTable
        {
            Get = access.RequireSelf(Permission.Admin, list.InvokeAsync),
            Post = access.RequireSelf(Permission.Admin, new CreateMasterKey(changes, secret).InvokeAsync),
        });
        yield return (One + "master-api-keys/{prefix}/", new MethodTable
        {
            Get = access.RequireSelf(Permission.Admin, list.GetAsync),
            Put = change,
            Patch = change,
            Delete = access.RequireSelf(Permission.Admin, new DeleteMasterKey(changes).InvokeAsync),
        });
    }
}
