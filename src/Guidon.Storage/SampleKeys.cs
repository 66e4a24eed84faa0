namespace Guidon.Storage;

/// <summary>The keys of the sample project's environment.</summary>
/// <param name="ClientKey">The client-side key, as SDKs send it.</param>
/// <param name="ServerKeyHash">Keyed hash of the server-side key.</param>
/// <param name="ServerKeyLastFour">The server-side key's last four characters.</param>
public sealed record SampleKeys(string ClientKey, string ServerKeyHash, string ServerKeyLastFour);
