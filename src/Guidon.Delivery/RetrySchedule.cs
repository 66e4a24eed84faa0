namespace Guidon.Delivery;

/// <summary>Pure. Says when a failed request is tried again: full jitter under a doubling ceiling, without an end.</summary>
/// <param name="first">The ceiling of the first wait.</param>
/// <param name="longest">The ceiling of all waits; low, so that a mended receiver drains soon.</param>
public sealed class RetrySchedule(TimeSpan first, TimeSpan longest)
{
    // 2^20 seconds are twelve days; no ceiling is as far away.
    private const int DoublingsMax = 20;

    /// <summary>The schedule that the options describe.</summary>
    public static RetrySchedule Of(DeliveryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new RetrySchedule(TimeSpan.FromSeconds(options.RetryFirstSeconds), TimeSpan.FromSeconds(options.RetryLongestSeconds));
    }

    /// <summary>How long to wait.</summary>
    /// <param name="attempt">1 for the first failure.</param>
    /// <param name="serverWish">The receiver's Retry-After. May lengthen the wait, also beyond the longest, never shorten it.</param>
    /// <param name="jitter">0 (inclusive) to 1 (exclusive).</param>
    public TimeSpan Next(int attempt, TimeSpan? serverWish, double jitter)
    {
        // Cap the exponent, not the result: ticks overflow long before attempt 63.
        var ceiling = Math.Min(first.TotalSeconds * Math.Pow(2, Math.Clamp(attempt - 1, 0, DoublingsMax)), longest.TotalSeconds);
        var wait = TimeSpan.FromSeconds(ceiling * jitter);
        return serverWish > wait ? serverWish.Value : wait;
    }
}
