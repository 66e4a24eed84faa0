using Guidon.Contracts;
using Guidon.Flags;
using Guidon.Server.Edge;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.FeatureStates;

/// <summary>
/// <c>PUT</c> and <c>PATCH /api/v1/environments/{environment}/featurestates/{state}/</c>, for defaults and overrides of both kinds. Both
/// keep what is not named. The value may be bare or an object.
/// </summary>
internal sealed class ChangeFeatureState(ControlPlaneChanges changes)
{
    // Shares are entered with a few decimals; their sum may miss 100 by rounding.
    private const double WeightTolerance = 1e-9;

    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var reader = new FieldReader(body, new FieldErrors());
        var enabled = reader.FlagOrNull("enabled");
        var value = reader.Member("feature_state_value") is { } written ? ScalarValue.Read(written, "feature_state_value", reader.Errors) : null;
        var shares = reader.ItemsOrNull("multivariate_feature_state_values", DocumentLimits.VariantsMax) ?? [];
        return changes.AnswerAsync(http, caller, change =>
        {
            if (FeatureStateView.Find(change.Plane, caller, http) is not { } state) return Reply.NotFound;
            if (!caller.May(NeedOf(state), Place.Of(change.Plane, change.Plane.Environments.Single(each => each.Id == state.EnvironmentId)))) return Reply.Forbidden;
            var weights = Weights(change, state, shares, reader.Errors);
            if (reader.Errors.Any) return Reply.Invalid(reader.Errors);
            Apply(change, state, enabled ?? state.Enabled, value ?? state.Value, weights);
            change.Plane.SaveChanges();   // what is shown is read again
            return Reply.Of(StatusCodes.Status200OK, FeatureStateView.Show(change.Plane, [state])[0], ContractsJson.Default.FeatureStateAnswer);
        });
    });

    private static Permission NeedOf(FeatureState state) =>
        state.SegmentId is not null ? EnvironmentPermission.ManageSegmentOverrides : EnvironmentPermission.UpdateFeatureState;

    /// <summary>The shares of all variants as they will be. Notes what is wrong with those that are sent.</summary>
    private static Dictionary<int, double> Weights(Change change, FeatureState state, IReadOnlyList<FieldReader> shares, FieldErrors errors)
    {
        var options = change.Plane.MultivariateOptions.Where(each => each.FeatureId == state.FeatureId).Select(each => each.Id).ToHashSet();
        var weights = change.Plane.MultivariateWeights.Where(each => each.FeatureStateId == state.Id)
            .ToDictionary(each => each.MultivariateOptionId, each => each.PercentageAllocation);
        foreach (var item in shares)
        {
            var (option, share) = (item.Integer("multivariate_feature_option"), item.Percent("percentage_allocation"));
            if (option is null || share is null) continue;
            if (option is > 0 and <= int.MaxValue && options.Contains((int)option)) weights[(int)option] = share.Value;
            else item.Errors.Add("multivariate_feature_option", "Variant not found.");
        }

        if (weights.Values.Sum() > 100 + WeightTolerance) errors.Add("multivariate_feature_state_values", "Total weight must not exceed 100.");
        return weights;
    }

    private static void Apply(Change change, FeatureState state, bool enabled, string value, Dictionary<int, double> weights)
    {
        var stored = change.Plane.MultivariateWeights.Where(each => each.FeatureStateId == state.Id).ToDictionary(each => each.MultivariateOptionId);
        var isChanged = state.Enabled != enabled || state.Value != value
            || weights.Any(pair => !stored.TryGetValue(pair.Key, out var old) || old.PercentageAllocation != pair.Value);
        if (!isChanged) return;
        (state.Enabled, state.Value, state.UpdatedAt) = (enabled, value, change.Now);
        foreach (var (option, share) in weights)
        {
            if (stored.TryGetValue(option, out var weight)) weight.PercentageAllocation = share;
            else change.Plane.Add(new MultivariateWeight { Uuid = change.NewUuid(), FeatureStateId = state.Id, MultivariateOptionId = option, PercentageAllocation = share });
        }

        change.Touch(state.EnvironmentId);
    }
}
