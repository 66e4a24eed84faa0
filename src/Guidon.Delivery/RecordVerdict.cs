namespace Guidon.Delivery;

/// <summary>The verdict on one record.</summary>
/// <param name="Outcome">What happens to it.</param>
/// <param name="Wait">How long its identity is left alone; zero unless it waits.</param>
/// <param name="Detail">What the receiver objects to, for a person; empty unless refused.</param>
public readonly record struct RecordVerdict(RecordOutcome Outcome, TimeSpan Wait, string Detail)
{
    /// <summary>The receiver has it.</summary>
    public static RecordVerdict Delivered { get; } = new(RecordOutcome.Delivered, TimeSpan.Zero, "");

    /// <summary>Sent again at once.</summary>
    public static RecordVerdict SendAgain { get; } = new(RecordOutcome.SendAgain, TimeSpan.Zero, "");

    /// <summary>Its event is parked.</summary>
    public static RecordVerdict Refused(string detail) => new(RecordOutcome.Refused, TimeSpan.Zero, detail);

    /// <summary>Its identity is left alone for a while.</summary>
    public static RecordVerdict LeaveAlone(TimeSpan wait) => new(RecordOutcome.Wait, wait, "");
}
