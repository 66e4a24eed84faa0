using System.Collections.Immutable;
using Guidon.Storage.Model;

namespace Guidon.Storage.Changes;

/// <summary>What one transaction made different: old and new, of which one may be missing.</summary>
/// <param name="Features">Features themselves, by id.</param>
/// <param name="Segments">Segments themselves, by id.</param>
/// <param name="States">Feature states with their weights, by id.</param>
public sealed record ChangedRows(
    ImmutableArray<(Feature? Old, Feature? New)> Features, ImmutableArray<(Segment? Old, Segment? New)> Segments, ImmutableArray<(StateImage? Old, StateImage? New)> States)
{
    /// <summary>Nothing that anybody must be told.</summary>
    public bool IsEmpty => Features.IsEmpty && Segments.IsEmpty && States.IsEmpty;
}
