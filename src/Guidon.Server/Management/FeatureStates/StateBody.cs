using System.Collections.Immutable;
using System.Text.Json;
using Guidon.Flags;
using Guidon.Server.Edge;
using Guidon.Storage;
using Guidon.Storage.Model;
using Guidon.Storage.Versions;

namespace Guidon.Server.Management.FeatureStates;

/// <summary>
/// What a body says about one feature state, in either wire shape: switch, value, bare or as an object, and shares of variants. What it does not
/// say stays.
/// </summary>
internal sealed class StateBody
{
    private readonly bool? _enabled;
    private readonly string? _value;
    private readonly IReadOnlyList<FieldReader> _shares;

    internal StateBody(JsonElement body)
        : this(new FieldReader(body, new FieldErrors()))
    {
    }

    /// <summary>Of an object inside of a body, whose errors are noted already.</summary>
    internal StateBody(FieldReader reader)
    {
        Reader = reader;
        _enabled = Reader.FlagOrNull("enabled");
        _value = Reader.Member("feature_state_value") is { } written ? ScalarValue.Read(written, "feature_state_value", Reader.Errors) : null;
        // Clients send back when a state began. What is to begin later must not begin now.
        if (Reader.TimeOrNull("live_from") > TimeProvider.System.GetUtcNow()) Reader.Errors.Add("live_from", "A change of a state begins at once: changes cannot be scheduled here.");
        _shares = Reader.ItemsOrNull("multivariate_feature_state_values", DocumentLimits.VariantsMax) ?? [];
    }

    /// <summary>For what else the body says; has all errors.</summary>
    internal FieldReader Reader { get; }

    /// <summary>The shares that are sent, by variant. Notes what is wrong with them.</summary>
    internal IReadOnlyDictionary<int, double> Shares(ControlPlane plane, int featureId)
    {
        var shares = new Dictionary<int, double>();
        var options = plane.MultivariateOptions.Where(each => each.FeatureId == featureId).Select(each => each.Id).ToHashSet();
        foreach (var item in _shares)
        {
            var (option, share) = (item.Id("multivariate_feature_option"), item.Percent("percentage_allocation"));
            if (option is null || share is null) continue;
            if (options.Contains(option.Value)) shares[option.Value] = share.Value;
            else item.Errors.Add("multivariate_feature_option", "Variant not found.");
        }

        return shares;
    }

    /// <summary>As above, beside those that the state has and keeps.</summary>
    internal IReadOnlyDictionary<int, double> Shares(ControlPlane plane, FeatureState state)
    {
        var shares = Shares(plane, state.FeatureId);
        var kept = plane.MultivariateWeights.Where(each => each.FeatureStateId == state.Id).AsEnumerable().Where(each => !shares.ContainsKey(each.MultivariateOptionId));
        CheckTotal(shares.Values.Sum() + kept.Sum(each => each.PercentageAllocation));
        return shares;
    }

    private void CheckTotal(double total)
    {
        if (total > 100 + ScalarValue.WeightTolerance) Reader.Errors.Add("multivariate_feature_state_values", "Total weight must not exceed 100.");
    }

    /// <summary>The same over a state of a draft. Notes what is wrong.</summary>
    internal VersionState Over(ControlPlane plane, int featureId, VersionState state)
    {
        var shares = Shares(plane, featureId);
        var kept = state.Weights.Select(each => shares.TryGetValue(each.Option, out var share) ? each with { Percentage = share } : each);
        var added = shares.Where(pair => !state.Weights.Any(each => each.Option == pair.Key)).OrderBy(pair => pair.Key).Select(pair => new VersionWeight(0, pair.Key, pair.Value));
        ImmutableArray<VersionWeight> weights = [.. kept, .. added];
        CheckTotal(weights.Sum(each => each.Percentage));
        return state with { Enabled = _enabled ?? state.Enabled, Value = _value ?? state.Value, Weights = weights };
    }

    /// <summary>Writes it into the row; nothing when nothing is different.</summary>
    internal void Apply(Change change, FeatureState state, IReadOnlyDictionary<int, double> shares)
    {
        change.Plane.SaveChanges();   // shares of a new state are looked up
        var stored = change.Plane.MultivariateWeights.Where(each => each.FeatureStateId == state.Id).ToDictionary(each => each.MultivariateOptionId);
        var (enabled, value) = (_enabled ?? state.Enabled, _value ?? state.Value);
        var isChanged = state.Enabled != enabled || state.Value != value
            || shares.Any(pair => !stored.TryGetValue(pair.Key, out var old) || old.PercentageAllocation != pair.Value);
        if (!isChanged) return;
        (state.Enabled, state.Value, state.UpdatedAt) = (enabled, value, change.Now);
        foreach (var (option, share) in shares)
        {
            if (stored.TryGetValue(option, out var weight)) weight.PercentageAllocation = share;
            else change.Plane.Add(StateRows.NewWeight(change, state.Id, option, share));
        }

        change.Touch(state.EnvironmentId);
        change.Plane.SaveChanges();   // what is shown is read again
    }
}
