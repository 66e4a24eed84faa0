using Guidon.Server.Edge;
using Guidon.Server.Management.Grants;

namespace Guidon.Server.Management.Features;

/// <summary>
/// <c>POST …/features/{feature}/add-owners/</c> and <c>remove-owners/</c> with <c>user_ids</c>, or <c>add-group-owners/</c> and <c>remove-group-owners/</c> with
/// <c>group_ids</c>: ids come in, people and groups go out. Owners have no effect on what they may do. Where a project
/// requires owners, the last one stays.
/// </summary>
/// <param name="changes">How it is changed.</param>
/// <param name="kind">Who owns: <see cref="Holder.User"/> or <see cref="Holder.Group"/>.</param>
internal sealed class ChangeOwners(ControlPlaneChanges changes, Holder kind)
{
    private readonly string _field = kind == Holder.Group ? "group_ids" : "user_ids";

    internal Task AddAsync(HttpContext http, Caller caller) => WriteAsync(http, caller, adds: true);

    internal Task RemoveAsync(HttpContext http, Caller caller) => WriteAsync(http, caller, adds: false);

    private Task WriteAsync(HttpContext http, Caller caller, bool adds) => JsonBody.AnswerAsync(http, body =>
    {
        var reader = new FieldReader(body, new FieldErrors());
        var ids = reader.Needed(_field) is null ? [] : reader.IdsOrNull(_field, FeatureRequest.LinksMax) ?? [];
        return changes.AnswerAsync(http, caller, change =>
        {
            if (FeatureTarget.Find(change.Plane, caller, http) is not var (project, feature)) return Reply.NotFound;
            if (adds) FeatureLinkRows.Check(change.Plane, project, kind, ids, _field, reader.Errors);
            if (!adds && project.EnforceFeatureOwners && !FeatureLinkRows.HasOwnerBeside(change.Plane, feature.Id, kind, ids)) reader.Errors.Add(_field, FeatureRequest.NoOwner);
            if (reader.Errors.Any) return Reply.Invalid(reader.Errors);
            if (adds) FeatureLinkRows.Add(change.Plane, feature.Id, kind, ids);
            else FeatureLinkRows.Remove(change.Plane, feature.Id, kind, ids);
            return new FeatureView(change.Plane, project, change.Now).Answer(StatusCodes.Status200OK, feature);
        });
    });
}
