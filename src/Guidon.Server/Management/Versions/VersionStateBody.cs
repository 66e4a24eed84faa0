using Guidon.Server.Edge;
using Guidon.Server.Management.FeatureStates;
using Guidon.Server.Management.SegmentOverrides;
using Guidon.Storage.Model;
using Guidon.Storage.Versions;

namespace Guidon.Server.Management.Versions;

/// <summary>What a body says about one state of a draft: as <see cref="StateBody"/>, and with <c>feature_segment: {segment, priority}</c> for which segment.</summary>
internal sealed class VersionStateBody
{
    private readonly StateBody _state;
    private readonly int? _priority;

    internal VersionStateBody(FieldReader reader)
    {
        _state = new StateBody(reader);
        Link = reader.ObjectOrNull("feature_segment");
        (Segment, _priority) = (Link?.Id("segment"), Link?.IntegerOrNull("priority", 0, OverrideRows.PriorityMax));
    }

    internal FieldErrors Errors => _state.Reader.Errors;

    /// <summary>Says the segment; <see langword="null"/> for the environment's default.</summary>
    internal FieldReader? Link { get; }

    internal int? Segment { get; }

    /// <summary>The places that are given, by segment. Notes one that is given twice.</summary>
    internal static Dictionary<int, int> Places(IReadOnlyList<VersionStateBody> bodies, FieldErrors errors)
    {
        var places = new Dictionary<int, int>();
        foreach (var each in bodies.Where(each => each._priority is not null))
        {
            if (each.Segment is not { } segment || each._priority is not { } priority) continue;
            if (places.ContainsValue(priority) || !places.TryAdd(segment, priority)) errors.Add("non_field_errors", $"Duplicate priority: {priority}.");
        }

        return places;
    }

    /// <summary>Writes it over a state of the draft.</summary>
    internal void Apply(Change change, Feature feature, Draft draft, VersionState state) => draft.Set(_state.Over(change.Plane, feature.Id, state));

    /// <summary>Adds an override to the draft.</summary>
    /// <returns><see langword="null"/> after an error was noted.</returns>
    internal VersionState? Add(Change change, Feature feature, Draft draft)
    {
        if (Link is null) _state.Reader.Errors.Add("feature_segment", "Cannot create a state that is no segment override.");
        if (Link is null || Segment is not { } segment || OverrideRows.FindSegment(change.Plane, feature, segment, Link.Errors) is null) return null;
        if (draft.FindOverride(segment) is not null)
        {
            Link.Errors.Add("segment", "This feature has an override for this segment already.");
            return null;
        }

        var state = draft.Add(segment, change.NewUuid());
        Apply(change, feature, draft, state);
        return draft.Find(state.Id);
    }
}
