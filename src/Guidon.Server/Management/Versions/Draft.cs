using Guidon.Storage;
using Guidon.Storage.Model;
using Guidon.Storage.Versions;

namespace Guidon.Server.Management.Versions;

/// <summary>The states of a version that is not published: the default, and segment overrides in their order.</summary>
/// <param name="states">What it begins with.</param>
internal sealed class Draft(IEnumerable<VersionState> states)
{
    private readonly List<VersionState> _states = [.. states];

    /// <summary>The default first, then overrides, the strongest first.</summary>
    internal IEnumerable<VersionState> States => _states.OrderBy(each => each.Priority ?? -1).ThenBy(each => each.Id);

    internal VersionState Default => _states.Single(each => each.Segment is null);

    /// <summary>As the rows are now.</summary>
    internal static Draft OfRows(ControlPlane plane, ProjectEnvironment environment, Feature feature) =>
        new(VersionStates.Load(plane, environment.Id, [feature.Id])[feature.Id]);

    /// <summary>As it is stored, without what has gone since: segments and variants.</summary>
    internal static Draft Of(ControlPlane plane, FeatureVersion version)
    {
        var states = VersionStates.Read(version.States);
        var wanted = states.Select(each => each.Segment ?? 0).ToList();
        var segments = plane.Segments.Where(each => wanted.Contains(each.Id)).Select(each => each.Id).ToHashSet();
        var options = plane.MultivariateOptions.Where(each => each.FeatureId == version.FeatureId).Select(each => each.Id).ToHashSet();
        return new Draft(states.Where(each => each.Segment is not { } segment || segments.Contains(segment))
            .Select(each => each with { Weights = [.. each.Weights.Where(weight => options.Contains(weight.Option))] }));
    }

    internal VersionState? Find(int id) => _states.Find(each => each.Id == id);

    internal VersionState? FindOverride(int segmentId) => _states.Find(each => each.Segment == segmentId);

    /// <summary>As the default is in it, weaker than all others.</summary>
    internal VersionState Add(int segmentId, Guid uuid)
    {
        var state = Default with
        {
            Id = Math.Max(VersionState.DraftIdMin - 1, _states.Max(each => each.Id)) + 1,
            Uuid = uuid,
            Segment = segmentId,
            Priority = (_states.Max(each => each.Priority) ?? -1) + 1,
            Seed = null,
            Weights = [.. Default.Weights.Select(each => each with { Id = 0 })],
        };
        _states.Add(state);
        return state;
    }

    /// <summary>Takes the place of the one with its id.</summary>
    internal void Set(VersionState state) => _states[_states.FindIndex(each => each.Id == state.Id)] = state;

    /// <summary>Removes an override and closes the gap that it leaves.</summary>
    internal void Remove(VersionState state)
    {
        _states.Remove(state);
        foreach (var weaker in _states.Where(each => each.Priority > state.Priority).ToList()) Set(weaker with { Priority = weaker.Priority - 1 });
    }

    /// <summary>Gives overrides the places that are wanted, by segment; whoever has such a place moves down to the next that is free.</summary>
    internal void Reorder(IReadOnlyDictionary<int, int> wanted)
    {
        var taken = wanted.Values.ToHashSet();
        foreach (var state in States.Where(each => each.Segment is not null).ToList())
        {
            var place = state.Priority ?? 0;
            if (wanted.TryGetValue(state.Segment ?? 0, out var given)) place = given;
            else while (!taken.Add(place)) place++;
            if (place != state.Priority) Set(state with { Priority = place });
        }
    }
}
