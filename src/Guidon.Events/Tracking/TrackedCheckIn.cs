namespace Guidon.Events.Tracking;

/// <summary>A sign of life of something that must go on or come to an end: when it stays away, the tracker raises the alarm.</summary>
public sealed record TrackedCheckIn
{
    /// <summary>The same for the beginning and the end of one run.</summary>
    public required Guid Run { get; init; }

    /// <summary>What it is a sign of: lower-case letters, digits and dashes, at most 50.</summary>
    public required string Monitor { get; init; }

    /// <summary>How it goes.</summary>
    public required TrackedState State { get; init; }

    /// <summary>Minutes after which the next one is due.</summary>
    public required int EveryMinutes { get; init; }

    /// <summary>Minutes that one run may take.</summary>
    public required int MinutesMax { get; init; }
}
