using Guidon.Events;
using Guidon.Events.Alerts;
using Guidon.Events.Changes;
using Guidon.Events.Mail;

namespace Guidon.Delivery;

/// <summary>A marked event: an evaluation that nobody asked for, by an identity that no customer has, so that a receiver can tell it apart.</summary>
public static class Canary
{
    /// <summary>The identity of every marked event.</summary>
    public const string Identifier = "guidon-canary";

    /// <summary>The one flag that it shows, always on.</summary>
    public const string FlagName = "guidon_canary";

    /// <summary>A marked event of the kind that an integration sends.</summary>
    /// <param name="integration">Whose destination it is.</param>
    /// <param name="id">A new one each time: receivers deduplicate.</param>
    /// <param name="occurredAt">Now, UTC.</param>
    /// <param name="destination">Whose environment it pretends to come from.</param>
    public static DecodedEvent For(Integration integration, Guid id, DateTimeOffset occurredAt, Destination destination)
    {
        ArgumentNullException.ThrowIfNull(integration);
        return integration.SendsAlerts ? new DecodedEvent(Alert(id, occurredAt))
            : integration.IsOfInstallation ? new DecodedEvent(Mail(id, occurredAt))
            : integration.SendsChanges ? new DecodedEvent(Change(id, occurredAt))
            : new DecodedEvent(Event(id, occurredAt, destination));
    }

    /// <summary>An alert that is over already, so that nobody is called by a test.</summary>
    /// <param name="id">A new one each time.</param>
    /// <param name="occurredAt">Now, UTC.</param>
    public static AlertEvent Alert(Guid id, DateTimeOffset occurredAt) => new()
    {
        Id = id,
        OccurredAt = occurredAt,
        AlertId = 0,
        Rule = "Test",
        IsPage = true,
        IsResolved = true,
        Integration = "",
        Summary = "A test of this channel: nothing is wrong.",
        StartedAt = occurredAt,
        Runbook = "docs/runbooks/README.md",
        Source = Identifier,
    };

    /// <summary>What a channel is told in place of an alert that it refuses, and by which it shows that it takes others.</summary>
    /// <param name="id">A new one each time.</param>
    /// <param name="occurredAt">Now, UTC.</param>
    /// <param name="isEscalated">For a second channel.</param>
    internal static AlertEvent Another(Guid id, DateTimeOffset occurredAt, bool isEscalated) => Alert(id, occurredAt) with
    {
        Rule = "AlertChannelFailing",
        IsResolved = false,
        IsEscalated = isEscalated,
        Summary = "One alert could not be told here. It is parked; the list of alerts has it.",
        Runbook = "docs/runbooks/AlertChannelFailing.md",
    };

    private static MailEvent Mail(Guid id, DateTimeOffset occurredAt) =>
        new() { Id = id, OccurredAt = occurredAt, To = $"{Identifier}@example.com", Subject = "Test", Text = "guidon_canary" };

    /// <summary>
    /// Whether what a mapper made of the marked event still tells its flag: one that throws is seen at once, one that silently empties its map is
    /// seen by this. Of changes and alerts people see the whole message.
    /// </summary>
    public static bool IsWhole(Integration integration, Mapping mapping)
    {
        ArgumentNullException.ThrowIfNull(integration);
        ArgumentNullException.ThrowIfNull(mapping);
        return integration.SendsChanges || integration.SendsAlerts || mapping.Outcome != MappingOutcome.Mapped
            || mapping.Records.Any(static json => json.Span.IndexOf("guidon_canary"u8) >= 0);
    }

    /// <summary>A change that nobody made: the marked flag is switched on in an environment that does not exist.</summary>
    /// <param name="id">A new one each time.</param>
    /// <param name="occurredAt">Now, UTC.</param>
    public static ChangeEvent Change(Guid id, DateTimeOffset occurredAt) => new()
    {
        Id = id,
        Kind = EventKind.FlagChanged,
        OccurredAt = occurredAt,
        Action = ChangeAction.Created,
        ChangedBy = Identifier,
        Organisation = new Named(0, Identifier),
        Project = new Named(0, Identifier),
        Environment = new Named(0, Identifier),
        Feature = new FeatureSnapshot { Id = 0, Name = FlagName, Type = "STANDARD", CreatedAt = occurredAt, DefaultEnabled = true },
        State = new FlagSnapshot { Id = 0, Enabled = true, Value = EventValue.Null },
        Summary = "A test of this destination: nothing was changed.",
    };

    /// <param name="id">A new one each time: receivers deduplicate.</param>
    /// <param name="occurredAt">Now, UTC.</param>
    /// <param name="destination">Whose environment it pretends to come from.</param>
    public static EvaluatedEvent Event(Guid id, DateTimeOffset occurredAt, Destination destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var outcome = new FlagOutcomeRow { StateId = 0, Enabled = true, Value = EventValue.Null, Reason = "DEFAULT" };
        var flag = new FlagRow { FeatureId = 0, Name = FlagName, Type = "STANDARD", Outcomes = [outcome] };
        return new EvaluatedEvent
        {
            Id = id,
            Sequence = 0,
            OccurredAt = occurredAt,
            Table = new FlagTable
            {
                EnvironmentId = destination.EnvironmentId,
                EnvironmentKey = destination.EnvironmentKey,
                EnvironmentName = "",
                ProjectId = 0,
                FlagSetVersion = "",
                Flags = [flag],
                Segments = [],
            },
            Identifier = Identifier,
            Transient = true,
            Anonymous = false,
            ServerSide = true,
            Flags = [new EvaluatedFlag(flag, outcome)],
            Traits = [],
            Segments = [],
        };
    }
}
