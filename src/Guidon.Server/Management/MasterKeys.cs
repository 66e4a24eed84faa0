using Guidon.Server.Access;
using Guidon.Storage;

namespace Guidon.Server.Management;

/// <summary>Looks master API keys up by their keyed hash; the keys themselves are nowhere.</summary>
internal sealed class MasterKeys(IControlPlaneStore store, InstallationSecret secret, TimeProvider time)
{
    internal Task<bool> IsValidAsync(string key, CancellationToken cancellation)
    {
        var hash = secret.Hash(key);
        var now = time.GetUtcNow();
        return store.ReadAsync(
            plane => plane.MasterApiKeys.Any(known => known.KeyHash == hash && !known.Revoked && (known.ExpiresAt == null || known.ExpiresAt > now)),
            cancellation);
    }
}
