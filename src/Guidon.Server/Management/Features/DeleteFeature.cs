namespace Guidon.Server.Management.Features;

/// <summary><c>DELETE /api/v1/projects/{project}/features/{feature}/</c>: 204. Its states, overrides, variants and own segments go with it.</summary>
internal sealed class DeleteFeature(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => changes.AnswerAsync(http, caller, change =>
    {
        if (FeatureTarget.Find(change.Plane, caller, http) is not var (_, feature)) return Reply.NotFound;
        change.Plane.Remove(feature);
        change.TouchProject(feature.ProjectId);
        return Reply.NoContent;
    });
}
