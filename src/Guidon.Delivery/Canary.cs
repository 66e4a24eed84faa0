using Guidon.Events;

namespace Guidon.Delivery;

/// <summary>A marked event: an evaluation that nobody asked for, by an identity that no customer has, so that a receiver can tell it apart.</summary>
public static class Canary
{
    /// <summary>The identity of every marked event.</summary>
    public const string Identifier = "guidon-canary";

    /// <summary>The one flag that it shows, always on.</summary>
    public const string FlagName = "guidon_canary";

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
