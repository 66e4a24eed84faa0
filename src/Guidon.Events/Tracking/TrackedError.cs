using System.Collections.Immutable;

namespace Guidon.Events.Tracking;

/// <summary>An exception without its message, which may hold what customers wrote: its type says what happened, its frames where.</summary>
public sealed record TrackedError
{
    /// <summary>The type's full name.</summary>
    public required string Type { get; init; }

    /// <summary>Who logged it: a category.</summary>
    public required string Logger { get; init; }

    /// <summary>The log event's id, by which the documentation knows it.</summary>
    public required int LogEvent { get; init; }

    /// <summary>The integration; empty when it concerns none.</summary>
    public string Integration { get; init; } = "";

    /// <summary>The mapper's version; 0 when it concerns none.</summary>
    public int MapperVersion { get; init; }

    /// <summary>The destination; <see langword="null"/> when it concerns none.</summary>
    public int? Destination { get; init; }

    /// <summary>Whose events the destination gets: an environment's client-side key, <c>project/</c> or <c>organisation/</c> and an id; empty when it concerns none.</summary>
    public string Environment { get; init; } = "";

    /// <summary>How often it happened since it was tracked last, this time included.</summary>
    public long Count { get; init; } = 1;

    /// <summary>From the outermost call to the one that threw.</summary>
    public ImmutableArray<TrackedFrame> Frames { get; init; } = [];
}
