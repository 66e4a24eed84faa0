using Guidon.Flags;
using Guidon.Server.Edge;

namespace Guidon.Server.Management.SegmentOverrides;

/// <summary>
/// <c>POST /api/v1/features/feature-segments/</c> with feature, segment and environment: 201. A priority is not looked at, as clients know: the
/// link becomes the weakest, and <c>update-priorities/</c> moves it.
/// </summary>
internal sealed class CreateFeatureSegment(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var reader = new FieldReader(body, new FieldErrors());
        var (featureId, segmentId, environmentId) = (reader.Id("feature"), reader.Id("segment"), reader.Id("environment"));
        return changes.AnswerAsync(http, caller, change =>
        {
            var plane = change.Plane;
            if (environmentId is null || plane.FindEnvironment(caller, environmentId.Value) is not { } environment)
                return environmentId is null ? Reply.Invalid(reader.Errors) : Reply.NotFound;
            if (FlagGuard.Refusal(change, environment, state: null) is { } refusal) return refusal;
            var feature = featureId is { } wanted ? plane.FindFeature(environment.ProjectId, wanted) : null;
            if (featureId is not null && feature is null) reader.Errors.Add("feature", $"Invalid pk \"{featureId}\" - object does not exist.");
            var segment = feature is not null && segmentId is { } id ? OverrideRows.FindSegment(plane, feature, id, reader.Errors) : null;
            if (feature is null || segment is null) return Reply.Invalid(reader.Errors);
            if (OverrideRows.Exists(plane, environment.Id, feature.Id, segment.Id)) reader.Errors.Add("non_field_errors", "The fields feature, environment, segment must make a unique set.");
            if (reader.Errors.Any) return Reply.Invalid(reader.Errors);
            if (OverrideRows.IsFull(plane, environment.Id)) return Reply.Full("segment overrides", DocumentLimits.SegmentOverridesMax);
            return FeatureSegmentView.Answer(plane, StatusCodes.Status201Created, OverrideRows.Add(change, environment.Id, feature, segment.Id));
        });
    });
}
