using System.Collections.ObjectModel;
using Guidon.Contracts;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Flags;

/// <summary>All rows that say what one feature is worth in one environment, but for single identities.</summary>
internal sealed class FlagRows
{
    private readonly List<FeatureState> _overrides;
    private readonly Dictionary<(int StateId, int OptionId), MultivariateWeight> _weights;

    private FlagRows(ControlPlane plane, ProjectEnvironment environment, Feature feature)
    {
        var states = plane.FeatureStates
            .Where(each => each.EnvironmentId == environment.Id && each.FeatureId == feature.Id && each.Identifier == null).ToList();
        (Environment, Feature) = (environment, feature);
        Default = states.Single(each => each.SegmentId is null);
        _overrides = [.. states.Where(each => each.SegmentId is not null)];
        Options = [.. plane.MultivariateOptions.Where(each => each.FeatureId == feature.Id).OrderBy(each => each.Id)];
        var ids = states.Select(each => each.Id).ToList();
        _weights = Options.Count == 0 ? [] : plane.MultivariateWeights.Where(each => ids.Contains(each.FeatureStateId))
            .ToDictionary(each => (each.FeatureStateId, each.MultivariateOptionId));
    }

    internal ProjectEnvironment Environment { get; }

    internal Feature Feature { get; }

    /// <summary>Where that is, of rows that were found to be written.</summary>
    internal Place Place { get; private init; } = new(0);

    internal FeatureState Default { get; }

    /// <summary>By id, the order in which variants are tried.</summary>
    internal IReadOnlyList<MultivariateOption> Options { get; }

    /// <summary>The strongest first.</summary>
    internal IEnumerable<FeatureState> Overrides => _overrides.OrderBy(each => each.Priority).ThenBy(each => each.Id);

    /// <returns><see langword="null"/> when the caller's organisation has no such environment or feature.</returns>
    internal static FlagRows? Find(ControlPlane plane, Caller caller, string environmentKey, int featureId) =>
        plane.FindEnvironment(caller, environmentKey) is { } environment && plane.FindFeature(environment.ProjectId, featureId) is { } feature
            ? new FlagRows(plane, environment, feature)
            : null;

    internal static FlagRows Of(ControlPlane plane, ProjectEnvironment environment, Feature feature) => new(plane, environment, feature);

    /// <summary>The same for whoever may write one part of the flag or both, also where it may not see the environment otherwise.</summary>
    /// <returns><see langword="null"/> also when the caller may write neither.</returns>
    internal static FlagRows? FindWritable(ControlPlane plane, Caller caller, string environmentKey, int featureId)
    {
        var found = plane.Environments.Where(each => each.ApiKey == environmentKey)
            .Join(plane.Projects, each => each.ProjectId, project => project.Id, (each, project) => new { Environment = each, project.OrganisationId }).SingleOrDefault();
        if (found is null) return null;
        var (environment, place) = (found.Environment, new Place(found.OrganisationId, found.Environment.ProjectId, found.Environment.Id));
        if (!caller.May(EnvironmentPermission.UpdateFeatureState, place) && !caller.May(EnvironmentPermission.ManageSegmentOverrides, place)) return null;
        return plane.FindFeature(environment.ProjectId, featureId) is { } feature ? new FlagRows(plane, environment, feature) { Place = place } : null;
    }

    internal FeatureState? FindOverride(int segmentId) => _overrides.Find(each => each.SegmentId == segmentId);

    internal IReadOnlyDictionary<int, double> WeightsOf(FeatureState state) => Options.ToDictionary(
        option => option.Id, option => _weights.TryGetValue((state.Id, option.Id), out var weight) ? weight.PercentageAllocation : 0);

    /// <param name="change">The transaction.</param>
    /// <param name="state">One of these rows.</param>
    /// <param name="enabled">Whether it is to be on.</param>
    /// <param name="value">As it is stored.</param>
    /// <param name="weights">Percent by variant; <see langword="null"/> leaves them as they are.</param>
    internal void Set(Change change, FeatureState state, bool enabled, string value, IReadOnlyDictionary<int, double>? weights)
    {
        if (state.Enabled != enabled || state.Value != value) Touch(change, state);
        (state.Enabled, state.Value) = (enabled, value);
        foreach (var (option, share) in (weights ?? ReadOnlyDictionary<int, double>.Empty).OrderBy(pair => pair.Key)) SetWeight(change, state, option, share);
    }

    internal void SetPriority(Change change, FeatureState state, int priority)
    {
        if (state.Priority == priority) return;
        state.Priority = priority;
        Touch(change, state);
    }

    internal FeatureState AddOverride(Change change, int segmentId, int priority)
    {
        var state = new FeatureState
        {
            Uuid = change.NewUuid(),
            EnvironmentId = Environment.Id,
            FeatureId = Feature.Id,
            SegmentId = segmentId,
            Priority = priority,
            Enabled = Default.Enabled,
            Value = Default.Value,
            CreatedAt = change.Now,
            UpdatedAt = change.Now,
        };
        change.Plane.Add(state);
        change.Plane.SaveChanges();   // its weights need its id
        change.Touch(Environment.Id);
        _overrides.Add(state);
        return state;
    }

    internal void Remove(Change change, FeatureState state)
    {
        change.Plane.Remove(state);   // its weights go with it
        change.Touch(Environment.Id);
        _overrides.Remove(state);
    }

    internal FlagAnswer Show() => new(
        new FlagDefault(Default.Enabled, ScalarValue.Typed(Default.Value), Variants(Default)),
        [
            .. Overrides.Select(state => new FlagOverride(
                new SegmentReference(state.SegmentId ?? 0), state.Priority ?? 0, state.Enabled, ScalarValue.Typed(state.Value), Variants(state))),
        ]);

    private IReadOnlyList<FlagVariant> Variants(FeatureState state) =>
        [.. WeightsOf(state).OrderBy(pair => pair.Key).Select(pair => new FlagVariant(pair.Key, pair.Value))];

    private void SetWeight(Change change, FeatureState state, int optionId, double share)
    {
        if (!_weights.TryGetValue((state.Id, optionId), out var weight))
        {
            weight = new MultivariateWeight { Uuid = change.NewUuid(), FeatureStateId = state.Id, MultivariateOptionId = optionId, PercentageAllocation = share };
            change.Plane.Add(weight);
            _weights.Add((state.Id, optionId), weight);
            Touch(change, state);
        }

        if (weight.PercentageAllocation == share) return;
        weight.PercentageAllocation = share;
        Touch(change, state);
    }

    private void Touch(Change change, FeatureState state)
    {
        state.UpdatedAt = change.Now;
        change.Touch(Environment.Id);
    }
}
