using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Guidon.Storage.Changes;

/// <summary>
/// Watches one transaction of what operators write and remembers what was there before. It looks at the rows that are saved and not at who
/// saves them, so no endpoint can forget to tell of a change, however many rows it writes at once.
/// </summary>
public sealed class ChangeJournal
{
    private readonly ControlPlane _plane;
    private readonly Dictionary<int, StateImage?> _states = [];       // as they were before; null when they are new
    private readonly Dictionary<int, Feature?> _features = [];        // likewise
    private readonly Dictionary<int, Segment?> _segments = [];        // likewise
    private readonly List<Segment> _newSegments = [];
    private readonly List<FeatureState> _newStates = [];              // without an id until they are saved
    private readonly List<Feature> _newFeatures = [];
    private readonly List<ProjectEnvironment> _newEnvironments = [];

    /// <summary>Begins to watch; call it before the first change.</summary>
    /// <param name="plane">The context of the transaction.</param>
    public ChangeJournal(ControlPlane plane)
    {
        ArgumentNullException.ThrowIfNull(plane);
        _plane = plane;
        plane.SavingChanges += (_, _) => Look();
    }

    /// <summary>What became of everything that was touched, by id; call it when all is saved.</summary>
    /// <returns>What ended as it began is left out.</returns>
    public ChangedRows Close()
    {
        // Those that an environment begins with are no changes of flags: nobody saw anything else there.
        var begun = _newEnvironments.ConvertAll(each => each.Id);
        foreach (var state in _newStates.Where(each => !begun.Contains(each.EnvironmentId))) _states.TryAdd(state.Id, null);
        foreach (var feature in _newFeatures) _features.TryAdd(feature.Id, null);
        foreach (var segment in _newSegments) _segments.TryAdd(segment.Id, null);
        var states = StateImage.Load(_plane, _states.Keys);
        var features = _features.Count == 0 ? [] : _plane.Features.AsNoTracking().Where(each => _features.Keys.Contains(each.Id)).ToDictionary(each => each.Id);
        var segments = _segments.Count == 0 ? [] : _plane.Segments.AsNoTracking().Where(each => _segments.Keys.Contains(each.Id)).ToDictionary(each => each.Id);
        return new ChangedRows(
            [.. _features.OrderBy(pair => pair.Key).Select(pair => (pair.Value, features.GetValueOrDefault(pair.Key))).Where(pair => !IsSame(pair))],
            [.. _segments.OrderBy(pair => pair.Key).Select(pair => (pair.Value, segments.GetValueOrDefault(pair.Key))).Where(pair => !IsSame(pair))],
            [.. _states.OrderBy(pair => pair.Key).Select(pair => (pair.Value, states.GetValueOrDefault(pair.Key))).Where(pair => !IsSame(pair))]);
    }

    private static bool IsSame((StateImage? Old, StateImage? New) pair) =>
        pair.Old is { } old ? pair.New is { } now && old.IsSame(now) : pair.New is null;

    private static bool IsSame((Feature? Old, Feature? New) pair) =>
        (pair.Old is null && pair.New is null)
        || (pair is { Old: { } old, New: { } now } && Told(old) == Told(now));

    private static (string, string, string?, string?, bool, bool, bool) Told(Feature feature) =>
        (feature.Name, feature.Type, feature.Description, feature.InitialValue, feature.DefaultEnabled, feature.IsArchived, feature.IsServerKeyOnly);

    private static bool IsSame((Segment? Old, Segment? New) pair) =>
        (pair.Old is null && pair.New is null)
        || (pair is { Old: { } old, New: { } now } && (old.Name, old.Description) == (now.Name, now.Description) && RulesConverter.IsSame(old.Rules, now.Rules));

    // Runs before the rows are written, so the tables still say what was there.
    private void Look()
    {
        var entries = _plane.ChangeTracker.Entries().Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted).ToList();
        var touched = new HashSet<int>();
        foreach (var entry in entries) Note(entry, touched);
        var unknown = touched.Where(id => id > 0 && !_states.ContainsKey(id) && !_newStates.Exists(state => state.Id == id)).ToList();
        foreach (var (id, image) in StateImage.Load(_plane, unknown)) _states.Add(id, image);
    }

    private void Note(EntityEntry entry, HashSet<int> touched)
    {
        switch (entry.Entity)
        {
            case FeatureState state when entry.State == EntityState.Added:
                _newStates.Add(state);
                break;
            case FeatureState state:
                touched.Add(state.Id);
                break;
            case MultivariateWeight weight:
                touched.Add(weight.FeatureStateId);
                break;
            case ProjectEnvironment environment when entry.State == EntityState.Added:
                _newEnvironments.Add(environment);
                break;
            // A variant's value is part of every state that has a share of it.
            case MultivariateOption option when entry.State != EntityState.Added:
                touched.UnionWith(_plane.MultivariateWeights.Where(each => each.MultivariateOptionId == option.Id).Select(each => each.FeatureStateId));
                break;
            case Feature feature when entry.State == EntityState.Added:
                _newFeatures.Add(feature);
                break;
            case Feature feature:
                Note(feature);
                // The database removes the states with it; nobody else would tell of them.
                if (entry.State == EntityState.Deleted) touched.UnionWith(_plane.FeatureStates.Where(each => each.FeatureId == feature.Id).Select(each => each.Id));
                break;
            case Segment segment when entry.State == EntityState.Added:
                _newSegments.Add(segment);
                break;
            case Segment segment when entry.State == EntityState.Modified:
                Note(segment);
                break;
            case Segment segment:
                Note(segment);
                touched.UnionWith(_plane.FeatureStates.Where(each => each.SegmentId == segment.Id).Select(each => each.Id));
                break;
        }
    }

    private void Note(Segment segment)
    {
        if (!_newSegments.Contains(segment)) _segments.TryAdd(segment.Id, _plane.Segments.AsNoTracking().SingleOrDefault(each => each.Id == segment.Id));
    }

    private void Note(Feature feature)
    {
        if (_features.ContainsKey(feature.Id) || _newFeatures.Contains(feature)) return;
        _features.Add(feature.Id, _plane.Features.AsNoTracking().SingleOrDefault(each => each.Id == feature.Id));
    }
}
