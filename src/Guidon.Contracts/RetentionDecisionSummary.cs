namespace Guidon.Contracts;

/// <summary>A record of events that retention ended before they could be delivered.</summary>
public sealed record RetentionDecisionSummary
{
    /// <summary>Rises with each decision; give it as <c>after</c> to read on.</summary>
    public required long Id { get; init; }

    /// <summary>Id of the destination.</summary>
    public required int Destination { get; init; }

    /// <summary>Id of its environment.</summary>
    public required int Environment { get; init; }

    /// <summary>When it was decided, UTC.</summary>
    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>The retention that was in force.</summary>
    public required int RetentionDays { get; init; }

    /// <summary>How many events expired.</summary>
    public required long Events { get; init; }

    /// <summary>Sequence of the first one.</summary>
    public required long FirstSequence { get; init; }

    /// <summary>Sequence of the last one.</summary>
    public required long LastSequence { get; init; }

    /// <summary>When the first one occurred, UTC.</summary>
    public required DateTimeOffset FirstAt { get; init; }

    /// <summary>When the last one occurred, UTC.</summary>
    public required DateTimeOffset LastAt { get; init; }
}
