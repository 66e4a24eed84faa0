using Guidon.Server.Edge;

namespace Guidon.Server.Management.Environments;

/// <summary><c>PUT</c> and <c>PATCH /api/v1/environments/{environment}/</c>. Both keep what is not named; it stays in its project, and so does its key.</summary>
internal sealed class ChangeEnvironment(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var wanted = new EnvironmentBody(body, isNew: false);
        return changes.AnswerAsync(http, caller, change =>
        {
            if (change.Plane.FindEnvironment(caller, http.PathText("environment")) is not { } environment) return Reply.NotFound;
            EnvironmentRows.CheckName(change, environment.ProjectId, wanted, environment.Id);
            if (wanted.Errors.Any) return Reply.Invalid(wanted.Errors);
            wanted.Apply(environment);
            if (change.Plane.Entry(environment).State == Microsoft.EntityFrameworkCore.EntityState.Modified) change.Touch(environment.Id);
            return EnvironmentView.Answer(change.Plane, StatusCodes.Status200OK, environment);
        });
    });
}
