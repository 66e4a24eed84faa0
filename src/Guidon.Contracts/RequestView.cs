namespace Guidon.Contracts;

/// <summary>A request to a receiver, without secrets.</summary>
/// <param name="Url">Where to.</param>
/// <param name="Headers">Names and values; what is derived from a secret is <c>****</c>.</param>
/// <param name="Body">Before compression; cut at 16 KB.</param>
public sealed record RequestView(string Url, IReadOnlyDictionary<string, string> Headers, string Body);
