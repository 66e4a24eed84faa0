using Guidon.Server.Management.FeatureStates;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Identities;

/// <summary>Overrides of one stored identity.</summary>
internal static class IdentityOverrides
{
    /// <summary>The override that the path names, its identity and environment; <see langword="null"/> when there is no such thing for the caller.</summary>
    internal static (Identity Identity, FeatureState State)? Find(ControlPlane plane, Caller caller, HttpContext http)
    {
        if (IdentityTarget.Find(plane, caller, http) is not var (environment, identity)) return null;
        var id = http.PathId("state");
        return plane.FeatureStates.SingleOrDefault(each => each.Id == id && each.EnvironmentId == environment.Id && each.Identifier == identity.Identifier) is { } state
            ? (identity, state)
            : null;
    }

    /// <summary>
    /// Adds one, or notes that there is one. What the body leaves out is as the environment's default; a value without shares counts for all, so the
    /// shares are 0 then.
    /// </summary>
    internal static Reply Add(Change change, Identity identity, Feature feature, StateBody wanted, Func<FeatureState, Reply> answer)
    {
        var plane = change.Plane;
        if (plane.FeatureStates.Any(each => each.EnvironmentId == identity.EnvironmentId && each.Identifier == identity.Identifier && each.FeatureId == feature.Id))
            wanted.Reader.Errors.Add("feature", "Feature state already exists for this identity.");
        var shares = wanted.Shares(plane, feature.Id);
        if (shares.Values.Sum() > 100 + ScalarValue.WeightTolerance) wanted.Reader.Errors.Add("multivariate_feature_state_values", "Total weight must not exceed 100.");
        if (wanted.Reader.Errors.Any) return Reply.Invalid(wanted.Reader.Errors);
        var standard = plane.FeatureStates.Single(each => each.EnvironmentId == identity.EnvironmentId && each.FeatureId == feature.Id && each.SegmentId == null && each.Identifier == null);
        var state = StateRows.NewCopy(change, standard, identity.EnvironmentId);
        state.Identifier = identity.Identifier;
        plane.Add(state);
        plane.SaveChanges();   // its weights need its id
        var isNamed = shares.Count > 0 || wanted.Reader.Has("feature_state_value");
        plane.AddRange(plane.MultivariateWeights.Where(each => each.FeatureStateId == standard.Id).OrderBy(each => each.Id).AsEnumerable()
            .Select(each => StateRows.NewWeight(change, state.Id, each.MultivariateOptionId, isNamed ? 0 : each.PercentageAllocation)).ToList());
        change.Touch(identity.EnvironmentId);
        wanted.Apply(change, state, shares);
        return answer(state);
    }
}
