namespace Guidon.Storage;

/// <summary>The keys of one environment of the upstream.</summary>
/// <param name="ClientKey">Names the environment.</param>
/// <param name="ServerKeyHash">As <see cref="Flags.StoredServerKey"/> describes it.</param>
/// <param name="LastFour">The server-side key's last four characters.</param>
public sealed record UpstreamKeys(string ClientKey, string ServerKeyHash, string LastFour);
