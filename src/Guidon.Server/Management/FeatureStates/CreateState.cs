using System.Text.Json;
using Guidon.Contracts;
using Guidon.Server.Edge;
using Guidon.Server.Management.Identities;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.FeatureStates;

/// <summary>
/// <c>POST /api/v1/features/featurestates/</c>, and the same with bare values at <c>/api/v1/environments/{environment}/featurestates/</c>: 201. With
/// <c>feature_segment</c> it says what the override is worth that this link began; with <c>identity</c> it is an override for that.
/// </summary>
internal sealed class CreateState(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body => WriteAsync(
        http, caller, body, (change, reader) =>
        {
            var id = reader.Id("environment");
            return id is { } wanted ? change.Plane.FindEnvironment(caller, wanted) : null;
        },
        (change, state) => StateView.Answer(change.Plane, StatusCodes.Status201Created, state)));

    internal Task InEnvironmentAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body => WriteAsync(
        http, caller, body, (change, _) => change.Plane.FindEnvironment(caller, http.PathText("environment")),
        (change, state) => Reply.Of(StatusCodes.Status201Created, FeatureStateView.Show(change.Plane, [state])[0], ContractsJson.Default.FeatureStateAnswer)));

    private Task WriteAsync(
        HttpContext http, Caller caller, JsonElement body, Func<Change, FieldReader, ProjectEnvironment?> place, Func<Change, FeatureState, Reply> answer)
    {
        var wanted = new StateBody(body);
        var (errors, featureId) = (wanted.Reader.Errors, wanted.Reader.Id("feature"));
        return changes.AnswerAsync(http, caller, change =>
        {
            if (place(change, wanted.Reader) is not { } environment) return errors.Any ? Reply.Invalid(errors) : Reply.NotFound;
            var here = Place.Of(change.Plane, environment);
            if (!caller.May(EnvironmentPermission.ManageSegmentOverrides, here) && !caller.May(EnvironmentPermission.ManageIdentities, here)) return Reply.Forbidden;
            var feature = featureId is { } id ? change.Plane.FindFeature(environment.ProjectId, id) : null;
            if (featureId is not null && feature is null) errors.Add("feature", $"Invalid pk \"{featureId}\" - object does not exist.");
            if (feature is null) return Reply.Invalid(errors);
            return wanted.Reader.Optional("identity") is null
                ? OfSegment(change, environment, feature, wanted, answer)
                : OfIdentity(change, caller, environment, feature, wanted, answer);
        });
    }

    private static Reply OfSegment(
        Change change, ProjectEnvironment environment, Feature feature, StateBody wanted, Func<Change, FeatureState, Reply> answer)
    {
        var (errors, link) = (wanted.Reader.Errors, wanted.Reader.Id("feature_segment"));
        var state = link is null ? null : change.Plane.FeatureStates.SingleOrDefault(each =>
            each.Id == link && each.EnvironmentId == environment.Id && each.FeatureId == feature.Id && each.SegmentId != null);
        if (link is not null && state is null) errors.Add("feature_segment", $"Invalid pk \"{link}\" - object does not exist.");
        if (state is null) return Reply.Invalid(errors);
        if (FlagGuard.Refusal(change, environment, state) is { } refusal) return refusal;
        var shares = wanted.Shares(change.Plane, state);
        if (errors.Any) return Reply.Invalid(errors);
        wanted.Apply(change, state, shares);
        return answer(change, state);
    }

    private static Reply OfIdentity(
        Change change, Caller caller, ProjectEnvironment environment, Feature feature, StateBody wanted, Func<Change, FeatureState, Reply> answer)
    {
        var (errors, id) = (wanted.Reader.Errors, wanted.Reader.Id("identity"));
        var identity = change.Plane.Identities.SingleOrDefault(each => each.Id == id && each.EnvironmentId == environment.Id);
        if (identity is null && id is not null) errors.Add("identity", $"Invalid pk \"{id}\" - object does not exist.");
        if (!caller.May(EnvironmentPermission.ManageIdentities, Place.Of(change.Plane, environment))) return Reply.Forbidden;
        return identity is null ? Reply.Invalid(errors) : IdentityOverrides.Add(change, identity, feature, wanted, state => answer(change, state));
    }
}
