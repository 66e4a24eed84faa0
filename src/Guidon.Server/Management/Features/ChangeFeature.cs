using Guidon.Server.Edge;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Features;

/// <summary>
/// <c>PUT</c> and <c>PATCH /api/v1/projects/{project}/features/{feature}/</c>. Both keep what is not named. Name, initial value, default and owners
/// are fixed here: clients send them all the same and expect 200.
/// </summary>
internal sealed class ChangeFeature(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var reader = new FieldReader(body, new FieldErrors());
        var (archived, serverKeyOnly) = (reader.FlagOrNull("is_archived"), reader.FlagOrNull("is_server_key_only"));
        var description = reader.TextOrNull("description", FeatureRequest.DescriptionCharsMax);
        var tags = reader.IdsOrNull("tags", FeatureRequest.LinksMax);
        return changes.AnswerAsync(http, caller, change =>
        {
            if (FeatureTarget.Find(change.Plane, caller, http) is not var (project, feature)) return Reply.NotFound;
            if (tags is not null) FeatureLinkRows.CheckTags(change.Plane, project, tags, reader.Errors);
            if (reader.Errors.Any) return Reply.Invalid(reader.Errors);
            Apply(
                change, feature, archived ?? feature.IsArchived, serverKeyOnly ?? feature.IsServerKeyOnly,
                reader.Has("description") ? description : feature.Description);
            if (tags is not null) FeatureLinkRows.SetTags(change.Plane, feature.Id, tags);
            return new FeatureView(change.Plane, project, change.Now).Answer(StatusCodes.Status200OK, feature);
        });
    });

    private static void Apply(Change change, Feature feature, bool archived, bool serverKeyOnly, string? description)
    {
        if ((feature.IsArchived, feature.IsServerKeyOnly, feature.Description) == (archived, serverKeyOnly, description)) return;
        (feature.IsArchived, feature.IsServerKeyOnly, feature.Description) = (archived, serverKeyOnly, description);
        change.TouchProject(feature.ProjectId);
    }
}
