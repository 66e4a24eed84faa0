using System.Text.Json;
using Guidon.Server.Edge;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Grants;

/// <summary>The body of <c>POST</c>, <c>PUT</c> and <c>PATCH</c>. What is not named stays.</summary>
internal sealed class GrantFields
{
    private readonly bool? _isAdmin;
    private readonly string? _permissions;

    internal GrantFields(JsonElement body, GrantView view, Level level, bool isNew)
    {
        var reader = new FieldReader(body, Errors);
        _isAdmin = level == Level.Organisation ? null : reader.FlagOrNull("admin");
        _permissions = Permissions(reader, level);
        HolderId = isNew ? ReadHolder(reader, view.HolderField) : 0;
    }

    internal FieldErrors Errors { get; } = new();

    internal int HolderId { get; }

    /// <summary>Notes what the rows say against a new grant.</summary>
    internal void Check(ControlPlane plane, Place place, GrantView view)
    {
        var isKnown = view.Holder switch
        {
            Holder.User => plane.Members.Any(member => member.UserId == HolderId && member.OrganisationId == place.OrganisationId),
            Holder.Group => plane.Groups.Any(group => group.Id == HolderId && group.OrganisationId == place.OrganisationId),
            _ => plane.MasterApiKeys.Any(key => key.Id == HolderId && key.OrganisationId == place.OrganisationId && !key.Revoked),
        };
        if (!isKnown) Errors.Add(view.HolderField, $"Invalid pk \"{HolderId}\" - object does not exist.");
        if (view.At(plane, place).Any(grant => grant.UserId == HolderId || grant.GroupId == HolderId || grant.MasterApiKeyId == HolderId))
            Errors.Add("non_field_errors", $"This {view.HolderField} was granted something here already. Change that.");
    }

    internal void Apply(PermissionGrant grant)
    {
        grant.IsAdmin = _isAdmin ?? grant.IsAdmin;
        grant.Permissions = _permissions ?? grant.Permissions;
    }

    // Some clients send the id, others the object that they were shown.
    private static int ReadHolder(FieldReader reader, string field)
    {
        var value = reader.Needed(field);
        if (value is { ValueKind: JsonValueKind.Object } shown && shown.TryGetProperty("id", out var inner)) value = inner;
        if (value is null) return 0;
        if (value is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var id)) return id;
        reader.Errors.Add(field, "A valid integer is required.");
        return 0;
    }

    private static string? Permissions(FieldReader reader, Level level)
    {
        if (reader.Optional("permissions") is not { } list) return null;
        var known = PermissionCatalogue.Of(level).Select(permission => permission.Key).ToList();
        var taken = known.Concat(PermissionCatalogue.Kept(level)).ToList();
        var names = list.ValueKind == JsonValueKind.Array && list.GetArrayLength() <= 100
            ? list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString() ?? "" : "").Distinct().ToList()
            : [""];
        if (names.Find(name => !taken.Contains(name)) is { } unknown)
        {
            reader.Errors.Add("permissions", $"\"{unknown}\" is not a permission of this level: {string.Join(", ", known)}.");
            return null;
        }

        return string.Join(' ', taken.Where(names.Contains));
    }
}
