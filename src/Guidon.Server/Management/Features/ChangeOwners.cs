using Guidon.Server.Edge;

namespace Guidon.Server.Management.Features;

/// <summary>
/// <c>POST …/features/{feature}/add-owners/</c> and <c>remove-owners/</c> with <c>user_ids</c>: ids come in, people go out. Owners have no effect
/// on what they may do.
/// </summary>
internal sealed class ChangeOwners(ControlPlaneChanges changes)
{
    private const string Field = "user_ids";

    internal Task AddAsync(HttpContext http, Caller caller) => WriteAsync(http, caller, adds: true);

    internal Task RemoveAsync(HttpContext http, Caller caller) => WriteAsync(http, caller, adds: false);

    private Task WriteAsync(HttpContext http, Caller caller, bool adds) => JsonBody.AnswerAsync(http, body =>
    {
        var reader = new FieldReader(body, new FieldErrors());
        var users = reader.Needed(Field) is null ? [] : reader.IdsOrNull(Field, FeatureRequest.LinksMax) ?? [];
        return changes.AnswerAsync(http, caller, change =>
        {
            if (FeatureTarget.Find(change.Plane, caller, http) is not var (project, feature)) return Reply.NotFound;
            if (adds) FeatureLinkRows.CheckOwners(change.Plane, project, users, Field, reader.Errors);
            if (reader.Errors.Any) return Reply.Invalid(reader.Errors);
            if (adds) FeatureLinkRows.AddOwners(change.Plane, feature.Id, users);
            else FeatureLinkRows.RemoveOwners(change.Plane, feature.Id, users);
            return new FeatureView(change.Plane, project, change.Now).Answer(StatusCodes.Status200OK, feature);
        });
    });
}
