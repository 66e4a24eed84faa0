namespace Guidon.Server.Upstream;

/// <summary>One answer of the upstream.</summary>
/// <param name="Outcome">What the other members mean.</param>
/// <param name="Document">With <see cref="FetchOutcome.Document"/>: JSON as it came, pages joined. Owned by the receiver.</param>
/// <param name="Tag">With a document of one page: its entity tag, if the upstream sent one.</param>
/// <param name="Problem">With <see cref="FetchOutcome.Failed"/>: why, for an operator; the same text for the same reason.</param>
internal readonly record struct FetchResult(FetchOutcome Outcome, ReadOnlyMemory<byte> Document, string? Tag, string Problem)
{
    internal static FetchResult Unchanged => new(FetchOutcome.Unchanged, default, null, "");

    internal static FetchResult Failed(string problem) => new(FetchOutcome.Failed, default, null, problem);
}
