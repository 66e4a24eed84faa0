using Guidon.Server.Edge;

namespace Guidon.Server.Management.SegmentOverrides;

/// <summary><c>PUT</c> and <c>PATCH /api/v1/features/feature-segments/{link}/</c>: its priority. What it links is fixed.</summary>
internal sealed class ChangeFeatureSegment(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var reader = new FieldReader(body, new FieldErrors());
        var priority = reader.IntegerOrNull("priority", 0, OverrideRows.PriorityMax);
        return changes.AnswerAsync(http, caller, change =>
        {
            if (OverrideRows.Find(change.Plane, caller, http.PathId("link")) is not var (environment, state)) return Reply.NotFound;
            if (FlagGuard.Refusal(change, environment, state) is { } refusal) return refusal;
            if (reader.Errors.Any) return Reply.Invalid(reader.Errors);
            if (priority is { } place) OverrideRows.Reorder(change, new Dictionary<int, int> { [state.Id] = place }, state.EnvironmentId, state.FeatureId);
            return FeatureSegmentView.Answer(change.Plane, StatusCodes.Status200OK, state);
        });
    });
}
