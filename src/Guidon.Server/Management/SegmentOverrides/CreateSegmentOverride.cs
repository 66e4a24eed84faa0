using Guidon.Contracts;
using Guidon.Flags;
using Guidon.Server.Edge;
using Guidon.Server.Management.FeatureStates;

namespace Guidon.Server.Management.SegmentOverrides;

/// <summary>
/// <c>POST /api/v1/environments/{environment}/features/{feature}/create-segment-override/</c>: 201; link, place and state in one step. Without a
/// priority it is the weakest.
/// </summary>
internal sealed class CreateSegmentOverride(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var wanted = new StateBody(body);
        var link = wanted.Reader.ObjectOrNull("feature_segment");
        if (link is null) wanted.Reader.Needed("feature_segment");
        var (segmentId, priority) = (link?.Id("segment"), link?.IntegerOrNull("priority", 0, OverrideRows.PriorityMax));
        return changes.AnswerAsync(http, caller, change =>
        {
            var plane = change.Plane;
            if (plane.FindEnvironment(caller, http.PathText("environment")) is not { } environment) return Reply.NotFound;
            if (FlagGuard.Refusal(change, environment, state: null) is { } refusal) return refusal;
            if (plane.FindFeature(environment.ProjectId, http.PathId("feature")) is not { } feature) return Reply.NotFound;
            var segment = segmentId is { } id && link is not null ? OverrideRows.FindSegment(plane, feature, id, link.Errors) : null;
            if (segment is not null && link is not null && OverrideRows.Exists(plane, environment.Id, feature.Id, segment.Id))
                link.Errors.Add("segment", "This feature has an override for this segment already.");
            var shares = wanted.Shares(plane, feature.Id);
            if (wanted.Reader.Errors.Any || segment is null) return Reply.Invalid(wanted.Reader.Errors);
            if (OverrideRows.IsFull(plane, environment.Id)) return Reply.Full("segment overrides", DocumentLimits.SegmentOverridesMax);
            var state = OverrideRows.Add(change, environment.Id, feature, segment.Id);
            wanted.Apply(change, state, shares);
            if (priority is { } place) OverrideRows.Reorder(change, new Dictionary<int, int> { [state.Id] = place }, environment.Id, feature.Id);
            return Reply.Of(
                StatusCodes.Status201Created,
                new SegmentOverrideAnswer(state.Id, state.FeatureId, state.Enabled, TypedValue.Of(state.Value), FeatureSegmentView.Show(plane, [state])[0]),
                ContractsJson.Default.SegmentOverrideAnswer);
        });
    });
}
