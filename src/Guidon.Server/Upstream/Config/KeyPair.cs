namespace Guidon.Server.Upstream.Config;

/// <summary>One environment of the upstream, by both of its keys.</summary>
/// <param name="ClientKey">The client-side key, public.</param>
/// <param name="ServerKey">The server-side key; secret, fetches the document.</param>
internal sealed record KeyPair(string ClientKey, string ServerKey)
{
    // Records print their members, and this one is a secret.
    public override string ToString() => ClientKey;
}
