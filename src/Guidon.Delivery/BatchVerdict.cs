using System.Collections.Immutable;

namespace Guidon.Delivery;

/// <summary>The verdict on a batch.</summary>
/// <param name="Verdict">For all records, or that each has its own.</param>
/// <param name="Reason">A stable code, for example <c>http_503</c>, <c>unauthorized</c>, <c>oversize</c>.</param>
/// <param name="Records">
/// One per record when <see cref="Verdict.ByRecord"/>; otherwise empty or, when the second request of an attempt failed, what the first one told, with
/// <see cref="RecordOutcome.SendAgain"/> for what it did not carry.
/// </param>
public sealed record BatchVerdict(Verdict Verdict, string Reason, ImmutableArray<RecordVerdict> Records)
{
    /// <summary>The receiver has every record.</summary>
    public static BatchVerdict Delivered { get; } = new(Verdict.Delivered, "ok", []);

    /// <summary>Again, later.</summary>
    public static BatchVerdict Retry(string reason) => new(Verdict.Retry, reason, []);

    /// <summary>The owner must mend something.</summary>
    public static BatchVerdict Hold(string reason) => new(Verdict.Hold, reason, []);

    /// <summary>Halves are tried.</summary>
    public static BatchVerdict Split(string reason) => new(Verdict.Split, reason, []);

    /// <summary>Each record has its own verdict.</summary>
    public static BatchVerdict ByRecord(string reason, ImmutableArray<RecordVerdict> records) => new(Verdict.ByRecord, reason, records);
}
