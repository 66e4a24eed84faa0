using System.Text.Json.Nodes;
using Guidon.Contracts;
using Guidon.Dashboard.Frame;

namespace Guidon.Dashboard.Permissions;

/// <summary><c>/ui/access</c>: what members, groups and keys may do in the organisation, a project or an environment.</summary>
internal static class PermissionPages
{
    private static readonly string[] s_holders = ["user", "user-group", "master-api-key"];

    internal static async Task<IResult> GetAsync(Visit visit)
    {
        var places = Places(visit.Frame).ToList();
        if (places.Count == 0) return visit.Forbidden("Permissions are granted by administrators of the organisation, of a project or of an environment.");
        var place = places.Find(each => each.Path == visit.Asked("place")).Path ?? places[0].Path;
        var known = await visit.Client.PermissionsAsync(place.Split('/')[0]);
        if (known.Value is null) return visit.Problem(known.Refusal);
        var members = (await visit.Client.MembersAsync(visit.Frame.Organisation)).Value ?? [];
        var groups = (await visit.Client.GroupsAsync(visit.Frame.Organisation)).Value?.Results ?? [];
        var keys = ((await visit.Client.MasterKeysAsync(visit.Frame.Organisation)).Value?.Results ?? []).Where(key => !key.Revoked).ToList();
        var holdings = new List<Holding>();
        foreach (var holder in s_holders)
        {
            var grants = await visit.Client.GrantsAsync(place, holder);
            if (grants.Value is null) return visit.Problem(grants.Refusal);
            holdings.AddRange(grants.Value.Select(grant => new Holding(holder, Name(grant, keys), grant)));
        }

        IEnumerable<(string Holder, int Id, string Name)> candidates =
        [
            .. members.Where(each => each.Role != "ADMIN" && holdings.All(held => held.Grant.User?.Id != each.Id)).Select(each => (s_holders[0], each.Id, each.Email)),
            .. groups.Where(each => holdings.All(held => held.Grant.Group?.Id != each.Id)).Select(each => (s_holders[1], each.Id, $"group {each.Name}")),
            .. keys.Where(each => !each.IsAdmin && holdings.All(held => held.Grant.MasterApiKey != each.Id)).Select(each => (s_holders[2], each.Id, $"key {each.Name}")),
        ];
        return visit.Show<PermissionsPage>(new PermissionsView
        {
            Place = place,
            Places = places,
            Known = known.Value,
            Holdings = holdings,
            Candidates = [.. candidates],
            Administrators = [.. members.Where(each => each.Role == "ADMIN").Select(each => each.Email), .. keys.Where(each => each.IsAdmin).Select(each => $"key {each.Name}")],
        });
    }

    internal static async Task<IResult> PostAsync(Visit visit)
    {
        var (place, holder) = (visit.Asked("place"), visit.Sent("holder"));
        // The page is asked for with a place that it offers; another one names nothing that this person administers.
        if (Places(visit.Frame).All(each => each.Path != place)) return visit.NotFound("There is no such place.");
        _ = int.TryParse(visit.Sent("grant"), out var grant);
        switch (visit.Sent("do"))
        {
            case "add":
                var (kind, id) = visit.Sent("to").Split(' ') is [var first, var second] && s_holders.Contains(first) && int.TryParse(second, out var number) ? (first, number) : ("user", 0);
                visit.Tell(await visit.Client.CreateGrantAsync(place, kind, new JsonObject { [Field(kind)] = id, ["permissions"] = new JsonArray() }), "Tick what is to be permitted, and save.");
                break;
            case "save" when s_holders.Contains(holder):
                var permissions = new JsonArray([.. visit.SentAll("permission").Select(each => JsonValue.Create(each))]);
                visit.Tell(await visit.Client.ChangeGrantAsync(place, holder, grant, new JsonObject { ["permissions"] = permissions, ["admin"] = visit.Sent("admin") == "true" }), "Saved. It counts from the next request on.");
                break;
            case "remove" when s_holders.Contains(holder):
                visit.Tell(await visit.Client.DeleteGrantAsync(place, holder, grant), "Nothing is permitted here any more.");
                break;
            default:
                return visit.NotFound("There is no such action.");
        }

        return await GetAsync(visit);
    }

    private static string Field(string holder) => holder switch { "user-group" => "group", "master-api-key" => "master_api_key", _ => "user" };

    private static string Name(GrantAnswer grant, List<MasterKeyAnswer> keys) =>
        grant.User?.Email ?? (grant.Group is { } group ? $"Group {group.Name}" : $"Key {keys.Find(key => key.Id == grant.MasterApiKey)?.Name}");

    // Those that the person administers, as nobody else may see or set what is granted there.
    private static IEnumerable<(string Path, string Title)> Places(FrameAnswer frame)
    {
        if (frame.IsAdmin) yield return ($"organisations/{frame.Organisation}", $"{frame.OrganisationName}, the organisation");
        foreach (var project in frame.Projects)
        {
            if (project.IsAdmin) yield return ($"projects/{project.Id}", $"Project {project.Name}");
            foreach (var environment in project.Environments.Where(each => each.IsAdmin)) yield return ($"environments/{Uri.EscapeDataString(environment.Key)}", $"{project.Name}: {environment.Name}");
        }
    }
}
