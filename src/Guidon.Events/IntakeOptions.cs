namespace Guidon.Events;

/// <summary>Bounds of the <see cref="EventIntake"/>.</summary>
public sealed record IntakeOptions
{
    /// <summary>Events that may wait for the log. Default 8,192; each holds its caller's payload buffer.</summary>
    public int QueueEventsMax { get; init; } = 8_192;

    /// <summary>How long a caller waits for a place in a full queue before its event is refused. Default 250 ms.</summary>
    public TimeSpan QueueWait { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long the log may hold up a caller who would rather leave. Default 3 s: SDKs give up after 5 to 10. Infinite is allowed.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Payload bytes of events whose callers left; more than that is refused. Default 64 MiB.</summary>
    public int LeftBytesMax { get; init; } = 64 << 20;

    /// <summary>Events of one group commit. Default 1,024.</summary>
    public int BatchEventsMax { get; init; } = 1_024;

    /// <summary>Payload bytes after which a group is closed. Default 4 MiB.</summary>
    public int BatchBytesMax { get; init; } = 4 << 20;

    /// <summary>The largest payload of one event. Default 1 MiB, about 10,000 traits of 100 bytes.</summary>
    public int PayloadBytesMax { get; init; } = 1 << 20;
}
