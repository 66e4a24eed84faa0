namespace Guidon.Events.Retention;

/// <summary>What an operator decided about the events of one environment.</summary>
public sealed record EventPolicy
{
    /// <summary>The fewest days of <see cref="RetentionDays"/>.</summary>
    public const int RetentionDaysMin = 1;

    /// <summary>The most days of <see cref="RetentionDays"/>.</summary>
    public const int RetentionDaysMax = 90;

    /// <summary>What holds where nobody decided anything.</summary>
    public static EventPolicy Default { get; } = new();

    /// <summary>How long events are kept, 1–90 days. Default 30: nine days of outage, eight to notice, the mending, and a margin.</summary>
    public int RetentionDays { get; init; } = 30;

    /// <summary>What happens to an evaluation that cannot be made durable.</summary>
    public CaptureMode Mode { get; init; } = CaptureMode.Available;

    /// <summary>Which traits events may hold.</summary>
    public TraitRules Traits { get; init; } = TraitRules.None;
}
