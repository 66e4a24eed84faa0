using Guidon.Events.Alerts;
using Guidon.Events.Changes;
using Guidon.Events.Mail;
using Guidon.Events.Tracking;

namespace Guidon.Events;

/// <summary>A decoded event, or why it could not be decoded. Exactly one of them is set.</summary>
public readonly record struct DecodedEvent
{
    /// <param name="evaluated">An evaluation.</param>
    public DecodedEvent(EvaluatedEvent evaluated) => Event = evaluated;

    /// <param name="change">A change.</param>
    public DecodedEvent(ChangeEvent change) => Change = change;

    /// <param name="alert">An alert.</param>
    public DecodedEvent(AlertEvent alert) => Alert = alert;

    /// <param name="mail">A message to a person.</param>
    public DecodedEvent(MailEvent mail) => Mail = mail;

    /// <param name="tracked">Something for an error tracker.</param>
    public DecodedEvent(TrackedEvent tracked) => Tracked = tracked;

    /// <summary>The evaluation; <see langword="null"/> for other events.</summary>
    public EvaluatedEvent? Event { get; }

    /// <summary>The change; <see langword="null"/> for other events.</summary>
    public ChangeEvent? Change { get; }

    /// <summary>The alert; <see langword="null"/> for other events.</summary>
    public AlertEvent? Alert { get; }

    /// <summary>The message to a person; <see langword="null"/> for other events.</summary>
    public MailEvent? Mail { get; }

    /// <summary>What an error tracker is told; <see langword="null"/> for other events.</summary>
    public TrackedEvent? Tracked { get; }

    /// <summary>Whether there is an event.</summary>
    public bool IsSound => Event is not null || Change is not null || Alert is not null || Mail is not null || Tracked is not null;

    /// <summary>The event's id; empty when it could not be decoded.</summary>
    public Guid Id => Event?.Id ?? Change?.Id ?? Alert?.Id ?? Mail?.Id ?? Tracked?.Id ?? Guid.Empty;

    /// <summary>When it happened, UTC.</summary>
    public DateTimeOffset OccurredAt => Event?.OccurredAt ?? Change?.OccurredAt ?? Alert?.OccurredAt ?? Mail?.OccurredAt ?? Tracked?.OccurredAt ?? default;

    /// <summary>For a person; such an event is parked, never dropped.</summary>
    public string? Error { get; private init; }

    /// <summary>Decodes an event of any kind. Never throws on damaged bytes.</summary>
    /// <param name="logged">The event.</param>
    /// <param name="table">The flag table that it names; <see langword="null"/> when there is none.</param>
    public static DecodedEvent Of(LoggedEvent logged, FlagTable? table)
    {
        ArgumentNullException.ThrowIfNull(logged);
        if (logged.Kind is EventKind.FlagChanged or EventKind.AuditCreated or EventKind.VersionPublished) return ChangeEventEncoding.Decode(logged);
        if (logged.Kind == EventKind.AlertChanged) return AlertEventEncoding.Decode(logged);
        if (logged.Kind == EventKind.MailPosted) return MailEventEncoding.Decode(logged);
        if (logged.Kind == EventKind.ErrorTracked) return TrackedEventEncoding.Decode(logged);
        return table is null ? Damaged($"its flag table {logged.FlagTableId} is gone") : EvaluatedEventEncoding.Decode(logged, table);
    }

    internal static DecodedEvent Damaged(string error) => new() { Error = error };
}
