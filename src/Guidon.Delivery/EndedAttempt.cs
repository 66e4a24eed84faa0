namespace Guidon.Delivery;

/// <summary>An attempt that has ended.</summary>
/// <param name="Batch">What was sent.</param>
/// <param name="Answer">What came back.</param>
/// <param name="Verdict">What it means; <see langword="null"/> when the pump stopped before the answer came.</param>
/// <param name="At">When it began, UTC.</param>
/// <param name="Duration">How long it took.</param>
internal sealed record EndedAttempt(Batch Batch, Answer Answer, BatchVerdict? Verdict, DateTimeOffset At, TimeSpan Duration)
{
    /// <summary>The receiver refused this alert, and took another one right after it.</summary>
    internal bool IsAloneRefused { get; init; }
}
