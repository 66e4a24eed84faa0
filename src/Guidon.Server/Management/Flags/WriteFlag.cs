using Guidon.Contracts;
using Guidon.Server.Edge;

namespace Guidon.Server.Management.Flags;

/// <summary>
/// <c>PATCH</c> and <c>PUT /api/__future__/environments/{environment}/features/{feature}/</c>: the environment's default and segment
/// overrides in one transaction, one new document and one event. A request that says nothing writes nothing; one with <c>If-Match</c> writes only
/// over the state that it read. <c>environment_default</c> needs <c>UPDATE_FEATURE_STATE</c>, <c>segment_overrides</c> needs <c>MANAGE_SEGMENT_OVERRIDES</c>; for who has neither the flag
/// does not exist (decision 402).
/// </summary>
internal sealed class WriteFlag(ControlPlaneChanges changes)
{
    internal Task PatchAsync(HttpContext http, Caller caller) => WriteAsync(http, caller, replaces: false);

    internal Task PutAsync(HttpContext http, Caller caller) => WriteAsync(http, caller, replaces: true);

    private Task WriteAsync(HttpContext http, Caller caller, bool replaces) => JsonBody.AnswerAsync(http, body =>
    {
        var (environment, feature) = (http.PathText("environment"), http.PathId("feature"));
        var request = new FlagRequest(body);
        return changes.AnswerTogetherAsync(http, caller, change =>
            FlagRows.FindWritable(change.Plane, caller, environment, feature) is not { } rows ? Reply.NotFound
            : !Reply.IsFor(http, rows.Show(), ContractsJson.Default.FlagAnswer) ? Reply.Outdated
            : Write(change, rows, request, replaces));
    });

    // Each part that is sent needs its own permission; a request that says nothing needs one of them.
    private static IEnumerable<Permission> Needs(FlagRequest request)
    {
        if (request.Default is not null) yield return EnvironmentPermission.UpdateFeatureState;
        if (request.Overrides is not null) yield return EnvironmentPermission.ManageSegmentOverrides;
    }

    private static Reply Write(Change change, FlagRows rows, FlagRequest request, bool replaces)
    {
        if (!Needs(request).All(permission => change.Caller.May(permission, rows.Place))) return Reply.Forbidden;
        if (FlagGuard.Approval(rows.Environment) is { } refusal) return refusal;
        FlagChecks.Check(change.Plane, rows, request, replaces);
        if (request.Errors.Any) return Reply.Invalid(request.Errors);
        var priorities = new PriorityPlan(rows, request.Overrides ?? [], replaces);
        if (priorities.Error is { } error) return Reply.Invalid(error);
        if (replaces) FlagWriter.Put(change, rows, request, priorities);
        else FlagWriter.Patch(change, rows, request, priorities);
        return GetFlag.Show(rows);
    }
}
