using System.Text.Json;
using Guidon.Server.Edge;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Keys;

/// <summary>The body of <c>POST</c>, <c>PUT</c> and <c>PATCH</c>. What is not named stays.</summary>
internal sealed class MasterKeyFields
{
    private const int NameCharsMax = 50;

    private readonly string? _name;
    private readonly bool? _isAdmin;
    private readonly bool? _revoked;
    private readonly bool _hasExpiry;
    private readonly DateTimeOffset? _expiry;

    internal MasterKeyFields(JsonElement body, bool isNew)
    {
        var reader = new FieldReader(body, Errors);
        _name = isNew || reader.Has("name") ? reader.Text("name", NameCharsMax)?.Trim() : null;
        _isAdmin = reader.FlagOrNull("is_admin");
        _revoked = isNew ? null : reader.FlagOrNull("revoked");
        (_hasExpiry, _expiry) = (reader.Has("expiry_date"), TimeField.ReadOrNull(reader, "expiry_date"));
    }

    internal FieldErrors Errors { get; } = new();

    internal string Name => _name ?? "";

    internal void Apply(MasterApiKey key)
    {
        key.Name = _name ?? key.Name;
        key.IsAdmin = _isAdmin ?? key.IsAdmin;
        key.Revoked = _revoked ?? key.Revoked;
        if (_hasExpiry) key.ExpiresAt = _expiry;
    }
}
