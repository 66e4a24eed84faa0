namespace Guidon.Events;

/// <summary>The true answer to one append.</summary>
/// <param name="Verdict">What became of the event.</param>
public readonly record struct IntakeResult(IntakeVerdict Verdict)
{
    /// <summary>True when the event is on stable storage; otherwise, unless it was left, it is in no log and counted as refused.</summary>
    public bool IsDurable => Verdict == IntakeVerdict.Durable;

    /// <summary>True when it is not certain yet, and the payload's buffer belongs to the intake for good.</summary>
    public bool IsLeft => Verdict == IntakeVerdict.Left;
}
