namespace Guidon.Delivery.Replays;

/// <summary>One transaction of a replay that walks the log: how far it looked, and what it took.</summary>
public sealed record ReplayStep
{
    /// <summary>Which replay.</summary>
    public required int ReplayId { get; init; }

    /// <summary>The cursor that this step starts from; the store refuses it when it stands elsewhere or the replay does not run.</summary>
    public required long CursorFrom { get; init; }

    /// <summary>The last event that was looked at.</summary>
    public required long CursorTo { get; init; }

    /// <summary>Events that were looked at.</summary>
    public required int Examined { get; init; }

    /// <summary>Sequences that are sent once more.</summary>
    public required IReadOnlyList<long> Taken { get; init; }

    /// <summary>Events that are taken and settled at once, since nothing of them is sent.</summary>
    public IReadOnlyList<ReplayCount> Settled { get; init; } = [];
}
