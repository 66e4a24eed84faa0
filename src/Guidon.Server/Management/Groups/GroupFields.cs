using System.Text.Json;
using Guidon.Server.Edge;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Groups;

/// <summary>The body of <c>POST</c>, <c>PUT</c> and <c>PATCH</c>. What is not named stays.</summary>
internal sealed class GroupFields
{
    private const int NameCharsMax = 200;
    private const int ExternalIdCharsMax = 255;

    private readonly bool? _isDefault;
    private readonly bool _hasExternalId;
    private readonly string? _externalId;
    private readonly string? _name;

    internal GroupFields(JsonElement body, bool isNew)
    {
        var reader = new FieldReader(body, Errors);
        _name = isNew || reader.Has("name") ? reader.Text("name", NameCharsMax)?.Trim() : null;
        _isDefault = reader.FlagOrNull("is_default");
        (_hasExternalId, _externalId) = (reader.Has("external_id"), reader.TextOrNull("external_id", ExternalIdCharsMax));
    }

    internal FieldErrors Errors { get; } = new();

    internal string Name => _name ?? "";

    internal void Apply(UserGroup group)
    {
        group.Name = _name ?? group.Name;
        group.IsDefault = _isDefault ?? group.IsDefault;
        if (_hasExternalId) group.ExternalId = _externalId;
    }

    /// <summary>Reads <c>user_ids</c>; each must be a member of the organisation.</summary>
    internal static List<int> ReadUsers(JsonElement body, ControlPlane plane, int organisationId, FieldErrors errors)
    {
        const int UsersMax = 1_000;
        var reader = new FieldReader(body, errors);
        if (reader.Needed("user_ids") is not { } list) return [];
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > UsersMax)
        {
            errors.Add("user_ids", $"A list of at most {UsersMax} ids is required.");
            return [];
        }

        List<int> ids = [.. list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out var id) ? id : 0).Distinct()];
        var known = plane.Members.Count(member => member.OrganisationId == organisationId && ids.Contains(member.UserId));
        if (known != ids.Count) errors.Add("user_ids", "Some users are not members of the organisation.");
        return ids;
    }
}
