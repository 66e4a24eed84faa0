namespace Guidon.Flags;

/// <summary>What one flush adds to the counts. It is sent again unchanged until a store has it, and counted once.</summary>
/// <param name="Writer">Whoever counts; new with each start.</param>
/// <param name="Number">Of this writer, from 1 and rising: by it a store knows what it has already.</param>
/// <param name="At">When it was made, UTC.</param>
/// <param name="Features">What SDKs reported.</param>
/// <param name="Requests">What SDKs asked.</param>
public sealed record UsageReport(Guid Writer, long Number, DateTimeOffset At, IReadOnlyList<FeatureUsage> Features, IReadOnlyList<RequestUsage> Requests)
{
    /// <summary>True when there is nothing to add.</summary>
    public bool IsEmpty => Features.Count + Requests.Count == 0;

    /// <summary>All that was counted, of either kind.</summary>
    public long Count => Features.Sum(each => each.Count) + Requests.Sum(each => each.Count);
}
