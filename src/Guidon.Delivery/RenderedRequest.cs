namespace Guidon.Delivery;

/// <summary>A request for people to look at, without secrets.</summary>
/// <param name="Address">Where to.</param>
/// <param name="Headers">In order; those that are derived from secrets are veiled.</param>
/// <param name="Body">Before compression, cut at 16 KB.</param>
public sealed record RenderedRequest(string Address, IReadOnlyList<KeyValuePair<string, string>> Headers, string Body);
