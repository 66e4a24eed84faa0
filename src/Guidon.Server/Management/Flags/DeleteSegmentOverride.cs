namespace Guidon.Server.Management.Flags;

/// <summary>
/// <c>DELETE /api/__future__/environments/{environment}/features/{feature}/segment-overrides/{segment}/</c>: 200 with the state that is
/// left. The weaker ones move up. Needs <c>MANAGE_SEGMENT_OVERRIDES</c>.
/// </summary>
internal sealed class DeleteSegmentOverride(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller)
    {
        var (environment, feature, segment) = (http.PathText("environment"), http.PathId("feature"), http.PathId("segment"));
        return changes.AnswerAsync(http, caller, change =>
        {
            if (FlagRows.FindWritable(change.Plane, caller, environment, feature) is not { } rows) return Reply.NotFound;
            if (!caller.May(EnvironmentPermission.ManageSegmentOverrides, rows.Place)) return Reply.Forbidden;
            if (rows.FindOverride(segment) is not { } state) return Reply.NoOverride;
            if (FlagGuard.Approval(rows.Environment) is { } refusal) return refusal;
            rows.Remove(change, state);
            foreach (var weaker in rows.Overrides.Where(each => each.Priority > state.Priority)) weaker.Priority--;
            return GetFlag.Show(rows);
        });
    }
}
