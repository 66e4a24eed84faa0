using Guidon.Dashboard.Frame;

namespace Guidon.Dashboard.Organisation;

/// <summary><c>/ui/members</c>: members and their roles, invitations, master API keys.</summary>
internal static class MemberPages
{
    internal static Task<IResult> GetAsync(Visit visit) => ShowAsync(visit, null);

    internal static async Task<IResult> PostAsync(Visit visit)
    {
        var organisation = visit.Frame.Organisation;
        _ = int.TryParse(visit.Sent("id"), out var id);
        switch (visit.Sent("do"))
        {
            case "key":
                var made = await visit.Client.CreateMasterKeyAsync(organisation, visit.Sent("name").Trim(), isAdmin: visit.Sent("limited") != "true");
                if (made.Refusal is { } refusal) visit.Toast = new Toast($"No key was made. {refusal.Text}", IsProblem: true);
                return await ShowAsync(visit, made.Value?.Key);
            case "invite":
                var invited = await visit.Client.InviteAsync(organisation, visit.Sent("email").Trim(), visit.Sent("role"));
                visit.Tell(invited.Refusal, "The invitation is open. Hand its address on.");
                break;
            case "role":
                visit.Tell(await visit.Client.SetRoleAsync(organisation, id, visit.Sent("role")), "The role was changed.");
                break;
            case "remove":
                visit.Tell(await visit.Client.RemoveMemberAsync(organisation, id), "The member was removed.");
                break;
            case "withdraw":
                visit.Tell(await visit.Client.DeleteInviteAsync(organisation, id), "The invitation was withdrawn.");
                break;
            case "revoke":
                visit.Tell(await visit.Client.RevokeMasterKeyAsync(organisation, visit.Sent("prefix")), "The key is refused from now on.");
                break;
            default:
                return visit.NotFound("There is no such action.");
        }

        return await ShowAsync(visit, null);
    }

    private static async Task<IResult> ShowAsync(Visit visit, string? newKey)
    {
        var organisation = visit.Frame.Organisation;
        var members = await visit.Client.MembersAsync(organisation);
        if (members.Value is null) return visit.Problem(members.Refusal);
        return visit.Show<MembersPage>(new MembersView
        {
            Members = members.Value,
            Invites = visit.Frame.IsAdmin ? (await visit.Client.InvitesAsync(organisation)).Value?.Results ?? [] : [],
            Keys = visit.Frame.IsAdmin ? [.. ((await visit.Client.MasterKeysAsync(organisation)).Value?.Results ?? []).Where(key => !key.Revoked)] : [],
            NewKey = newKey,
        });
    }
}
