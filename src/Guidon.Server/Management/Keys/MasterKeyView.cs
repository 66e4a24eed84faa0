using Guidon.Contracts;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Keys;

/// <summary>Finds and shows master API keys, never with their secret.</summary>
internal static class MasterKeyView
{
    /// <summary>The key that the path names by its prefix; <see langword="null"/> when the organisation has none, or it is revoked.</summary>
    internal static MasterApiKey? Find(ControlPlane plane, Caller caller, HttpContext http)
    {
        var prefix = http.PathText("prefix");
        return plane.MasterApiKeys.SingleOrDefault(key => key.Prefix == prefix && key.OrganisationId == caller.OrganisationId && !key.Revoked);
    }

    internal static MasterKeyAnswer Show(MasterApiKey key, DateTimeOffset now, string? secret = null) => new()
    {
        Id = key.Id,
        Prefix = key.Prefix,
        Name = key.Name,
        Created = key.CreatedAt.UtcDateTime,
        CreatedBy = key.CreatedBy,
        ExpiryDate = key.ExpiresAt?.UtcDateTime,
        Revoked = key.Revoked,
        HasExpired = key.ExpiresAt is { } end && end <= now,
        IsAdmin = key.IsAdmin,
        Key = secret,
    };

    internal static Reply Answer(int status, MasterApiKey key, DateTimeOffset now, string? secret = null) =>
        Reply.Of(status, Show(key, now, secret), ContractsJson.Default.MasterKeyAnswer);
}
