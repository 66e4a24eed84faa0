using System.Collections.Immutable;
using System.Globalization;
using Guidon.Delivery;
using Guidon.Integrations.Common;

namespace Guidon.Integrations.Webhook;

/// <summary>
/// One attempt at a customer's endpoint: <c>webhook-id</c> (the event's id, the same in every retry), <c>webhook-timestamp</c> (this attempt),
/// <c>Guidon-Event-Time</c>, <c>Guidon-Replay</c> where a replay sends it once more, and both signatures, made anew each time.
/// </summary>
internal static class SignedRequest
{
    /// <param name="address">Where to.</param>
    /// <param name="secret">Key of the legacy signature; empty for none.</param>
    /// <param name="keys">Keys of the Standard Webhooks signature; none for no signature.</param>
    /// <param name="record">What is sent.</param>
    /// <param name="attemptAt">The time of this attempt, UTC.</param>
    internal static OutgoingRequest Build(Uri address, string secret, ImmutableArray<byte[]> keys, OutgoingRecord record, DateTimeOffset attemptAt)
    {
        var id = record.EventId.ToString();
        var seconds = attemptAt.ToUnixTimeSeconds();
        var headers = new List<KeyValuePair<string, string>>
        {
            new("webhook-id", id),
            new("webhook-timestamp", seconds.ToString(CultureInfo.InvariantCulture)),
            new("Guidon-Event-Time", EventTime.Text(record.OccurredAt)),
        };
        if (record.ReplayId != 0) headers.Add(new("Guidon-Replay", record.ReplayId.ToString(CultureInfo.InvariantCulture)));
        if (secret.Length > 0) headers.Add(new("X-Flagsmith-Signature", WebhookSignature.Legacy(secret, record.Json.Span)));
        if (!keys.IsEmpty)
        {
            var signatures = keys.Select(key => WebhookSignature.Standard(key, id, seconds, record.Json.Span));
            headers.Add(new("webhook-signature", string.Join(' ', signatures)));
        }

        return new OutgoingRequest { Address = address, Body = record.Json, Headers = [.. headers] };
    }
}
