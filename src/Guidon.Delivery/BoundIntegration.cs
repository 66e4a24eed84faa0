using Guidon.Events;
using Guidon.Events.Alerts;
using Guidon.Events.Changes;
using Guidon.Events.Mail;
using Guidon.Events.Retention;
using Guidon.Events.Tracking;

namespace Guidon.Delivery;

/// <summary>An integration at work for one destination: its methods with the settings filled in.</summary>
/// <param name="Map">An event becomes records, or is withheld.</param>
/// <param name="Request">Records and the time of the attempt become a request.</param>
/// <param name="Judge">An answer to those records becomes a verdict.</param>
public sealed record BoundIntegration(
    Func<EvaluatedEvent, Mapping> Map,
    Func<IReadOnlyList<OutgoingRecord>, DateTimeOffset, OutgoingRequest> Request,
    Func<Answer, IReadOnlyList<OutgoingRecord>, BatchVerdict> Judge)
{
    /// <summary>The destination's own trait rules; <see langword="null"/> when it has none.</summary>
    public TraitFilter? Traits { get; init; }

    /// <summary>A change becomes records. An integration that does not send changes is never given one.</summary>
    public Func<ChangeEvent, Mapping> MapChange { get; init; } = _ => Mapping.Filtered("not_sent");

    /// <summary>An alert becomes records. An integration that is no channel is never given one.</summary>
    public Func<AlertEvent, Mapping> MapAlert { get; init; } = _ => Mapping.Filtered("not_sent");

    /// <summary>A message to a person becomes a record. Only the installation's own mail is given one.</summary>
    public Func<MailEvent, Mapping> MapMail { get; init; } = _ => Mapping.Filtered("not_sent");

    /// <summary>What an error tracker is told becomes a record. Only the installation's own tracker is given one.</summary>
    public Func<TrackedEvent, Mapping> MapTracked { get; init; } = _ => Mapping.Filtered("not_sent");

    /// <summary>Asks the receiver which of these records it has, since a time before the first attempt; <see langword="null"/> when it cannot be asked.</summary>
    public Func<IReadOnlyList<OutgoingRecord>, DateTimeOffset, OutgoingRequest>? Question { get; init; }

    /// <summary>The events among these records that the receiver has, by its answer; <see langword="null"/> when the answer does not say.</summary>
    public Func<Answer, IReadOnlyList<OutgoingRecord>, IReadOnlySet<Guid>?> Known { get; init; } = (_, _) => null;

    /// <summary>Maps an event of any kind that was decoded without an error.</summary>
    public Mapping MapAny(in DecodedEvent decoded) =>
        decoded.Change is { } change ? MapChange(change)
        : decoded.Alert is { } alert ? MapAlert(alert)
        : decoded.Mail is { } mail ? MapMail(mail)
        : decoded.Tracked is { } tracked ? MapTracked(tracked)
        : decoded.Event is { } happened ? Map(Seen(happened))
        : throw new ArgumentException(decoded.Error, nameof(decoded));

    /// <summary>The evaluation as the destination may see it.</summary>
    public EvaluatedEvent Seen(EvaluatedEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return Traits is null ? happened : happened with { Traits = [.. Traits.Apply(happened.Traits)] };
    }
}
