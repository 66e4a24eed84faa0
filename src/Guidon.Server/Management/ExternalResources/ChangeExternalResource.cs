using Guidon.Server.Edge;

namespace Guidon.Server.Management.ExternalResources;

/// <summary><c>PUT</c> and <c>PATCH …/features/{feature}/feature-external-resources/{resource}/</c>. Both keep what is not named.</summary>
internal sealed class ChangeExternalResource(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body => changes.AnswerAsync(http, caller, change =>
    {
        if (ExternalResourceView.Find(change.Plane, caller, http) is not { } link) return Reply.NotFound;
        var reader = new FieldReader(body, new FieldErrors());
        var wanted = new ExternalResourceBody(reader, link);
        ExternalResourceView.Check(change.Plane, link.FeatureId, wanted.Url, reader.Errors, link.Id);
        if (reader.Errors.Any) return Reply.Invalid(reader.Errors);
        wanted.Apply(link);
        return ExternalResourceView.Answer(StatusCodes.Status200OK, link);
    }));
}
