using System.Security.Cryptography;
using System.Text.Json;
using Guidon.Server.Edge;
using Guidon.Server.Management.Auth;
using Guidon.Server.Management.Members;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Invites;

/// <summary>One invite as it was sent.</summary>
internal sealed class InviteRequest
{
    private const int GroupsMax = 100;
    private const int HashChars = 40;

    private readonly IReadOnlyList<int> _groups;
    private readonly string _role;

    internal InviteRequest(FieldReader reader)
    {
        Errors = reader.Errors;
        Email = EmailField.Read(reader, "email");
        _role = RoleField.Read(reader, isNeeded: false);
        _groups = Groups(reader);
    }

    /// <summary>By address alone, as a member without rights.</summary>
    internal InviteRequest(string email)
    {
        (Errors, Email, _role, _groups) = (new FieldErrors(), email.Trim(), OrganisationMember.User, []);
        if (!EmailField.IsAddress(Email)) Errors.Add("email", EmailField.Wrong);
    }

    internal FieldErrors Errors { get; }

    internal string Email { get; }

    /// <summary>Notes what the rows say against it.</summary>
    internal void Check(Change change, int organisationId)
    {
        var plane = change.Plane;
        if (plane.Invites.Any(invite => invite.OrganisationId == organisationId && invite.Email == Email))
            Errors.Add("email", "Invite for this email address already exists.");
        if (plane.Users.Any(user => user.Email == Email && plane.Members.Any(member => member.OrganisationId == organisationId && member.UserId == user.Id)))
            Errors.Add("email", "This person is a member already.");
        if (_groups.Any(id => !plane.Groups.Any(group => group.Id == id && group.OrganisationId == organisationId)))
            Errors.Add("permission_groups", "Some groups are not the organisation's.");
    }

    internal Invite Add(Change change, Caller caller)
    {
        var invite = new Invite
        {
            OrganisationId = caller.OrganisationId,
            Email = Email,
            Role = _role,
            Hash = RandomNumberGenerator.GetHexString(HashChars, lowercase: true),
            CreatedAt = change.Now,
            InvitedBy = caller.UserId,
        };
        change.Plane.Add(invite);
        change.Plane.SaveChanges();   // its groups need its id
        change.Plane.AddRange(_groups.Select(group => new InviteGroup { InviteId = invite.Id, GroupId = group }));
        change.Plane.SaveChanges();
        return invite;
    }

    private static IReadOnlyList<int> Groups(FieldReader reader)
    {
        if (reader.Optional("permission_groups") is not { } list) return [];
        var isList = list.ValueKind == JsonValueKind.Array && list.GetArrayLength() <= GroupsMax;
        List<int> ids = isList ? [.. list.EnumerateArray().Select(IdOf).Distinct()] : [];
        if (!isList) reader.Errors.Add("permission_groups", $"A list of at most {GroupsMax} ids is required.");
        return ids;
    }

    // Some clients send ids, others objects with an id.
    private static int IdOf(JsonElement item) =>
        item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out var id) ? id
        : item.ValueKind == JsonValueKind.Object && item.TryGetProperty("id", out var inner) ? IdOf(inner) : 0;
}
