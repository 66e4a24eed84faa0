using Guidon.Server.Edge;
using Guidon.Server.Management.Features;

namespace Guidon.Server.Management.ExternalResources;

/// <summary><c>POST …/features/{feature}/feature-external-resources/</c> with <c>type</c> and <c>url</c>: 201. The feature is the path's, whatever the body says.</summary>
internal sealed class CreateExternalResource(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var reader = new FieldReader(body, new FieldErrors());
        var wanted = new ExternalResourceBody(reader);
        return changes.AnswerAsync(http, caller, change =>
        {
            if (FeatureTarget.Find(change.Plane, caller, http) is not var (_, feature)) return Reply.NotFound;
            ExternalResourceView.Check(change.Plane, feature.Id, wanted.Url, reader.Errors, ownId: 0);
            if (reader.Errors.Any) return Reply.Invalid(reader.Errors);
            if (change.Plane.ExternalResources.Count(each => each.FeatureId == feature.Id) >= ExternalResourceBody.LinksMax) return Reply.Full("links", ExternalResourceBody.LinksMax);
            var link = wanted.New(feature.Id);
            change.Plane.Add(link);
            change.Plane.SaveChanges();   // the answer needs its id
            return ExternalResourceView.Answer(StatusCodes.Status201Created, link);
        });
    });
}
