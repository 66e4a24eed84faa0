namespace Guidon.Delivery;

/// <summary>What one request to a receiver may hold, and when a batch stops waiting for more.</summary>
public sealed record IntegrationLimits
{
    /// <summary>One record per request, sent at once, the next when it is settled: what must arrive in order, at receivers that bound texts and not requests.</summary>
    public static IntegrationLimits OneByOne { get; } = new() { RecordsMax = 1, BytesMax = int.MaxValue, AgeMax = TimeSpan.Zero, RequestsMax = 1 };

    /// <summary>Records per request, at least 1. With 1 each identity is retried on its own, otherwise the whole batch is.</summary>
    public required int RecordsMax { get; init; }

    /// <summary>Bytes of records per request before compression. A single larger record is still sent, alone.</summary>
    public required int BytesMax { get; init; }

    /// <summary>How long the oldest record may wait for company; zero sends at once.</summary>
    public required TimeSpan AgeMax { get; init; }

    /// <summary>Requests in flight at one time per destination, at least 1; the operator's limit holds as well.</summary>
    public required int RequestsMax { get; init; }

    /// <summary>Requests a second per destination; <see langword="null"/> when the receiver names no limit. Settings may lower it.</summary>
    public double? RequestsPerSecondMax { get; init; }

    /// <summary>Records a second per destination; <see langword="null"/> when the receiver names no limit. Settings may lower it.</summary>
    public double? RecordsPerSecondMax { get; init; }

    /// <summary>
    /// How long the receiver recognises a record that it got before; zero when it does not say. An attempt of which nobody knows whether it
    /// was taken is repeated without a question in the first half of it.
    /// </summary>
    public TimeSpan DedupeWindow { get; init; }
}
