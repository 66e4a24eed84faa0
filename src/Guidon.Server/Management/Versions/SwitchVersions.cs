using Guidon.Server.Management.Environments;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Versions;

/// <summary>
/// <c>POST /api/v1/environments/{environment}/enable-v2-versioning/</c> and <c>disable-v2-versioning/</c>: 202, done when it is answered. The first makes
/// a version of each feature as it is; the second takes drafts and schedules away, and leaves the history to be read.
/// </summary>
internal sealed class SwitchVersions(ControlPlaneChanges changes)
{
    internal Task EnableAsync(HttpContext http, Caller caller) => SwitchAsync(http, caller, isOn: true, "Environment already using v2 versioning.");

    internal Task DisableAsync(HttpContext http, Caller caller) => SwitchAsync(http, caller, isOn: false, "Environment is not using v2 versioning.");

    private Task SwitchAsync(HttpContext http, Caller caller, bool isOn, string already) => changes.AnswerAsync(http, caller, change =>
    {
        var plane = change.Plane;
        if (plane.FindEnvironment(caller, http.PathText("environment")) is not { } environment) return Reply.NotFound;
        if (environment.UseFeatureVersions == isOn) return Reply.Invalid(already);
        environment.UseFeatureVersions = isOn;
        if (isOn) change.BeginVersions.Add(environment.Id);
        else plane.FeatureVersions.Where(each => each.EnvironmentId == environment.Id && each.Number == null).ExecuteDelete();
        return EnvironmentView.Answer(plane, StatusCodes.Status202Accepted, environment);
    });
}
