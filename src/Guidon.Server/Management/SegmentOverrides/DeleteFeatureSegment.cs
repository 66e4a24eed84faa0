namespace Guidon.Server.Management.SegmentOverrides;

/// <summary><c>DELETE /api/v1/features/feature-segments/{link}/</c>: 204. The override goes, and the weaker ones move up.</summary>
internal sealed class DeleteFeatureSegment(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => changes.AnswerAsync(http, caller, change =>
    {
        if (OverrideRows.Find(change.Plane, caller, http.PathId("link")) is not var (environment, state)) return Reply.NotFound;
        if (FlagGuard.Refusal(change, environment, state) is { } refusal) return refusal;
        OverrideRows.Remove(change, state);
        return Reply.NoContent;
    });
}
