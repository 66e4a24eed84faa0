namespace Guidon.Delivery;

/// <summary>What came of a marked event that was sent on a person's wish. It is no accepted event: neither log nor ledger know it.</summary>
public sealed record Trial
{
    /// <summary>Whether the receiver took it, as the integration reads the answer.</summary>
    public required bool Delivered { get; init; }

    /// <summary><c>ok</c>, or the code that an event would be retried, held or parked with.</summary>
    public required string Reason { get; init; }

    /// <summary>The HTTP status; <see langword="null"/> when no answer came.</summary>
    public int? Status { get; init; }

    /// <summary>The beginning of the answer, without secrets; empty when none came.</summary>
    public string Reply { get; init; } = "";

    /// <summary>From the first byte sent to the last byte read, all requests together.</summary>
    public TimeSpan Took { get; init; }

    internal static async Task<Trial> RunAsync(
        DeliveryTools tools, Integration integration, Settings.SettingsValues values, Events.DecodedEvent marked, CancellationToken cancellation)
    {
        var bound = integration.Bind(values);
        var mapping = bound.MapAny(marked);
        if (mapping.Outcome != MappingOutcome.Mapped) return new Trial { Delivered = false, Reason = mapping.Reason };
        if (!Canary.IsWhole(integration, mapping)) return new Trial { Delivered = false, Reason = "canary_incomplete" };
        var started = tools.Time.GetTimestamp();
        var records = mapping.ToRecords(marked.Id, Canary.Identifier, marked.OccurredAt);
        using var sender = new AttemptSender(tools, bound, values);
        var (answer, verdict) = await sender.SendAsync(records, mayBeTakenSince: null, cancellation).ConfigureAwait(false);
        return new Trial
        {
            Delivered = verdict.Verdict == Verdict.Delivered,
            Reason = verdict.Reason,
            Status = answer.Status == 0 ? null : answer.Status,
            Reply = new Redaction(integration, values).Clean(System.Text.Encoding.UTF8.GetString(answer.Body.Span)),
            Took = tools.Time.GetElapsedTime(started),
        };
    }
}
