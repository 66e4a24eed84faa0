namespace Guidon.Delivery;

/// <summary>What a mapper makes of an event, for people.</summary>
/// <param name="Outcome"><c>mapped</c>, <c>filtered</c>, <c>parked</c> or <c>mapper_error</c>.</param>
/// <param name="Reason">A stable code, or the type of what the mapper threw; empty when mapped.</param>
/// <param name="Records">A JSON array when mapped, otherwise the detail; without secrets, cut at 16 KB.</param>
public sealed record RenderedEvent(string Outcome, string Reason, string Records)
{
    /// <summary>Of the whole records, when mapped; otherwise empty.</summary>
    public string Digest { get; init; } = "";
}
