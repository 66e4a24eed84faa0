using System.Collections.Immutable;
using System.Text;
using Guidon.Delivery.Settings;
using Guidon.Events;

namespace Guidon.Delivery;

/// <summary>Shows what a destination would be sent, without sending it. Secrets are veiled in everything that leaves here.</summary>
public sealed class DestinationMapper
{
    /// <summary>Longer records are cut where they are shown.</summary>
    public const int ShownBytesMax = 16 * 1_024;

    // Whatever is derived from a secret is not found by looking for the secret.
    private static readonly string[] s_veiledHeaders = ["authorization", "signature", "token", "key"];

    private readonly BoundIntegration _bound;
    private readonly Redaction _redaction;

    internal DestinationMapper(Integration integration, SettingsValues values, ISettingsProtector protector)
    {
        Integration = integration;
        IsOnChange = values.Text(DeliverSetting.Name) == DeliverSetting.OnChange;
        _bound = integration.Bind(values) with { Traits = TraitFields.Filter(integration, values, protector) };
        _redaction = new Redaction(integration, values);
    }

    /// <summary>What it maps for.</summary>
    public Integration Integration { get; }

    /// <summary>Whether the destination is told only what differs from what it was told last.</summary>
    internal bool IsOnChange { get; }

    /// <summary>The present mapper's word on an event; what it throws is an outcome too.</summary>
    public RenderedEvent Render(DecodedEvent happened)
    {
        if (!happened.IsSound) return new RenderedEvent("undecodable", happened.Error ?? "not in the log", "");
        try
        {
            var mapping = _bound.MapAny(happened);
            return mapping.Outcome switch
            {
                MappingOutcome.Mapped => new RenderedEvent("mapped", "", _redaction.Clean(Array(mapping.Records), ShownBytesMax)) { Digest = RecordDigest.Of(mapping.Records) },
                MappingOutcome.Parked => new RenderedEvent("parked", mapping.Reason, _redaction.Clean(mapping.Detail)),
                _ => new RenderedEvent("filtered", mapping.Reason, ""),
            };
        }
        catch (Exception failure)   // a mapper is code that changes often; a preview is where one wants to see this
        {
            return new RenderedEvent("mapper_error", failure.GetType().Name, "");
        }
    }

    /// <summary>The request that would carry the event now; <see langword="null"/> when the mapper makes none.</summary>
    public RenderedRequest? Request(DecodedEvent happened, DateTimeOffset now)
    {
        try
        {
            var mapping = _bound.MapAny(happened);
            if (mapping.Outcome != MappingOutcome.Mapped) return null;
            // Of an attempt that is two requests the first is shown.
            var records = mapping.ToRecords(happened.Id, happened.Event?.Identifier ?? "", happened.OccurredAt);
            var request = _bound.Request([.. records.Where(record => record.Part == records[0].Part)], now);
            return new RenderedRequest(
                _redaction.Clean(request.Address.ToString()),
                [.. request.Headers.Select(header => KeyValuePair.Create(header.Key, IsVeiled(header.Key) ? "****" : _redaction.Clean(header.Value)))],
                _redaction.Clean(Encoding.UTF8.GetString(request.Body.Span), ShownBytesMax));
        }
        catch (Exception)   // what the mapper or the request builder throws is told by Render
        {
            return null;
        }
    }

    internal static string Array(ImmutableArray<ReadOnlyMemory<byte>> records) =>
        $"[{string.Join(',', records.Select(json => Encoding.UTF8.GetString(json.Span)))}]";

    private static bool IsVeiled(string header) => s_veiledHeaders.Any(word => header.Contains(word, StringComparison.OrdinalIgnoreCase));
}
