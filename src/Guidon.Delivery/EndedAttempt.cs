namespace Guidon.Delivery;

/// <summary>An attempt that has ended.</summary>
/// <param name="Batch">What was sent.</param>
/// <param name="Answer">What came back.</param>
/// <param name="Verdict">What it means; <see langword="null"/> when the pump stopped before the answer came.</param>
internal sealed record EndedAttempt(Batch Batch, Answer Answer, BatchVerdict? Verdict);
