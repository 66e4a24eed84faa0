using Guidon.Server.Edge;

namespace Guidon.Server.Management.Features;

/// <summary>
/// <c>POST …/features/{feature}/add-group-owners/</c> and <c>remove-group-owners/</c> with <c>group_ids</c>: ids come in, groups go out. Owners have no effect
/// on what they may do.
/// </summary>
internal sealed class ChangeGroupOwners(ControlPlaneChanges changes)
{
    private const string Field = "group_ids";

    internal Task AddAsync(HttpContext http, Caller caller) => WriteAsync(http, caller, adds: true);

    internal Task RemoveAsync(HttpContext http, Caller caller) => WriteAsync(http, caller, adds: false);

    private Task WriteAsync(HttpContext http, Caller caller, bool adds) => JsonBody.AnswerAsync(http, body =>
    {
        var reader = new FieldReader(body, new FieldErrors());
        var groups = reader.Needed(Field) is null ? [] : reader.IdsOrNull(Field, FeatureRequest.LinksMax) ?? [];
        return changes.AnswerAsync(http, caller, change =>
        {
            if (FeatureTarget.Find(change.Plane, caller, http) is not var (project, feature)) return Reply.NotFound;
            if (adds) FeatureLinkRows.CheckGroups(change.Plane, project, groups, Field, reader.Errors);
            if (reader.Errors.Any) return Reply.Invalid(reader.Errors);
            if (adds) FeatureLinkRows.AddGroups(change.Plane, feature.Id, groups);
            else FeatureLinkRows.RemoveGroups(change.Plane, feature.Id, groups);
            return new FeatureView(change.Plane, project, change.Now).Answer(StatusCodes.Status200OK, feature);
        });
    });
}
