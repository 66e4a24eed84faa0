namespace Guidon.Evaluation;

/// <summary>A segment with its rules pre-parsed.</summary>
public sealed class CompiledSegment
{
    /// <summary>Position in <see cref="FlagSet.Segments"/>.</summary>
    public required int Index { get; init; }

    /// <summary>Id of the segment; 0 when its key is not a number.</summary>
    public required int SegmentId { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>A JSON object that results carry; <see langword="null"/> when there is none.</summary>
    public string? MetadataJson { get; init; }
}
