using Guidon.Contracts;
using Guidon.Server.Edge;
using Guidon.Storage.Model;
using Guidon.Storage.Versions;

namespace Guidon.Server.Management.Versions;

/// <summary>
/// <c>POST …/versions/{version}/featurestates/</c>, 201, adds a segment override to a draft; <c>PUT</c>, <c>PATCH</c> and <c>DELETE</c> of one state behind
/// it change what is named, or remove an override. 400 for what is published.
/// </summary>
internal sealed class ChangeVersionStates(ControlPlaneChanges changes)
{
    internal Task CreateAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var wanted = new VersionStateBody(new FieldReader(body, new FieldErrors()));
        return WriteAsync(http, caller, StatusCodes.Status201Created, wanted.Errors, (change, feature, draft) =>
        {
            var added = wanted.Add(change, feature, draft);
            draft.Reorder(VersionStateBody.Places([wanted], wanted.Errors));
            return (added?.Id, null);
        });
    });

    internal Task ChangeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var wanted = new VersionStateBody(new FieldReader(body, new FieldErrors()));
        return WriteAsync(http, caller, StatusCodes.Status200OK, wanted.Errors, (change, feature, draft) =>
        {
            if (draft.Find(http.PathId("state")) is not { } state) return (null, Reply.NotFound);
            if (wanted.Link is { } link && wanted.Segment != state.Segment) link.Errors.Add("segment", "A state stays with its segment.");
            if (!wanted.Errors.Any) wanted.Apply(change, feature, draft, state);
            draft.Reorder(VersionStateBody.Places([wanted], wanted.Errors));
            return (state.Id, null);
        });
    });

    internal Task DeleteAsync(HttpContext http, Caller caller) => WriteAsync(http, caller, StatusCodes.Status204NoContent, new FieldErrors(), (_, _, draft) =>
    {
        if (draft.Find(http.PathId("state")) is not { } state) return (null, Reply.NotFound);
        if (state.Segment is null) return (null, Reply.Invalid("Cannot delete the environment's default."));
        draft.Remove(state);
        return (null, null);
    });

    // The work says which state is to be shown, or why nothing is done.
    private Task WriteAsync(HttpContext http, Caller caller, int status, FieldErrors errors, Func<Change, Feature, Draft, (int? Shown, Reply? Refusal)> work) => changes.AnswerAsync(http, caller, change =>
    {
        var plane = change.Plane;
        if (VersionTarget.Find(plane, caller, http) is not var (environment, feature, version)) return Reply.NotFound;
        if (VersionGuard.Refusal(change, environment) is { } refusal) return refusal;
        if (version.LiveFrom is not null) return Reply.Invalid("Cannot modify published version.");
        var draft = Draft.Of(plane, version);
        var before = draft.States.ToList();
        var (shown, refused) = work(change, feature, draft);
        if (refused is not null) return refused;
        if (errors.Any) return Reply.Invalid(errors);
        var fields = VersionDifference.Between(before, draft.States);
        if (VersionGuard.Refusal(change, environment, fields) is { } forbidden) return forbidden;
        if (!fields.IsEmpty)
        {
            (version.States, version.UpdatedAt) = (VersionStates.Write(draft.States), change.Now);
            change.Noted.Add(VersionGuard.EntryOf(change, environment, feature, version, AuditRecord.Update, "Version updated", fields));
        }

        return shown is { } id && draft.Find(id) is { } state
            ? Reply.Of(status, VersionView.States(plane, version, [state])[0], ContractsJson.Default.VersionStateAnswer)
            : Reply.NoContent;
    });
}
