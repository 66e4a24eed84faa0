namespace Guidon.Delivery.Replays;

/// <summary>One event that this build maps otherwise than the build that sent it.</summary>
public sealed record MapperFinding
{
    /// <summary>To whom it was sent.</summary>
    public required int DestinationId { get; init; }

    /// <summary>The integration's name.</summary>
    public required string Integration { get; init; }

    /// <summary>The event's position in the log.</summary>
    public required long Sequence { get; init; }

    /// <summary>The mapper that sent it; 0 when no attempt of it is kept.</summary>
    public required int OldVersion { get; init; }

    /// <summary>This build's mapper.</summary>
    public required int NewVersion { get; init; }

    /// <summary><c>mapped</c>, <c>filtered</c>, <c>parked</c> or <c>mapper_error</c>, by this build.</summary>
    public required string Outcome { get; init; }

    /// <summary>Paths of fields that differ; <c>$</c> for what is not shown, or when there are no records now.</summary>
    public required IReadOnlyList<string> Differences { get; init; }

    /// <summary>Whether a higher mapper version announces the difference. That a mapper throws, nothing announces.</summary>
    public bool IsExplained => OldVersion > 0 && NewVersion > OldVersion && Outcome != "mapper_error";
}
