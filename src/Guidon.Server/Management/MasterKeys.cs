using Guidon.Server.Access;
using Guidon.Storage;

namespace Guidon.Server.Management;

/// <summary>Looks master API keys up by their keyed hash; the keys themselves are nowhere.</summary>
internal sealed class MasterKeys(IControlPlaneStore store, InstallationSecret secret, TimeProvider time)
{
    /// <summary>Whose key it is; <see langword="null"/> when it is unknown, revoked or expired.</summary>
    internal Task<Caller?> FindAsync(string key, CancellationToken cancellation)
    {
        var hash = secret.Hash(key);
        var now = time.GetUtcNow();
        return store.ReadAsync(
            plane => plane.MasterApiKeys
                .Where(known => known.KeyHash == hash && !known.Revoked && (known.ExpiresAt == null || known.ExpiresAt > now))
                .Select(known => new Caller(known.OrganisationId)).SingleOrDefault(),
            cancellation);
    }
}
