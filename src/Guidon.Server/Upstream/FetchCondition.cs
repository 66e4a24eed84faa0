namespace Guidon.Server.Upstream;

/// <summary>What the caller has already; with neither member the answer must be a document.</summary>
/// <param name="Since">When that document changed last; its seconds count.</param>
/// <param name="Tag">Its entity tag with quotes.</param>
internal readonly record struct FetchCondition(DateTimeOffset? Since, string? Tag)
{
    internal bool IsNone => Since is null && Tag is null;
}
