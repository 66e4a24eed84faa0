namespace Guidon.Server.Upstream;

/// <summary>Ends one fetch; never leaves <see cref="UpstreamClient"/>.</summary>
/// <param name="problem">Why, for an operator.</param>
internal sealed class FetchException(string problem) : Exception(problem);
