using Guidon.Contracts;

namespace Guidon.Dashboard.Segments;

/// <summary>A segment while it is edited, beside whom it would match.</summary>
public sealed record SegmentView
{
    /// <summary>0 for a new one.</summary>
    public required int Id { get; init; }

    /// <summary>What was written; null when its rules are nested deeper than this form goes.</summary>
    public required SegmentDraft? Draft { get; init; }

    /// <summary>The segment as it is stored; null for a new one.</summary>
    public SegmentAnswer? Stored { get; init; }

    /// <summary>Names what was stored when the draft was begun; empty for a new one.</summary>
    public string Mark { get; init; } = "";

    /// <summary>Whom the draft would match; null when it is not right yet.</summary>
    public SegmentPreview? Preview { get; init; }

    /// <summary>A made-up set of traits, as lines of name and value.</summary>
    public string Traits { get; init; } = "";

    /// <summary>Why it was not saved.</summary>
    public string? Problem { get; init; }
}
