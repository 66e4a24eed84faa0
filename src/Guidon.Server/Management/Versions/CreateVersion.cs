using Guidon.Server.Edge;
using Guidon.Storage.Model;
using Guidon.Storage.Versions;

namespace Guidon.Server.Management.Versions;

/// <summary>
/// <c>POST /api/v1/environments/{environment_id}/features/{feature}/versions/</c>: 201 with a draft of what counts now, or of <c>from_version</c>, changed as
/// the body says; with <c>publish_immediately</c> it counts when it is answered. Both together are the way back.
/// </summary>
internal sealed class CreateVersion(ControlPlaneChanges changes)
{
    /// <summary>Drafts and scheduled versions of one feature in one environment.</summary>
    internal const int DraftsMax = 20;

    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var wanted = new VersionRequest(body);
        return changes.AnswerAsync(http, caller, change =>
        {
            var plane = change.Plane;
            if (VersionTarget.Place(plane, caller, http) is not var (environment, feature)) return Reply.NotFound;
            if (VersionGuard.Refusal(change, environment) is { } refusal) return refusal;
            if (plane.FeatureVersions.Count(each => each.EnvironmentId == environment.Id && each.FeatureId == feature.Id && each.Number == null) >= DraftsMax) return Reply.Full("drafts", DraftsMax);
            var before = Draft.OfRows(plane, environment, feature).States.ToList();
            var draft = wanted.Begin(plane, environment, feature, before);
            if (draft is not null) wanted.Apply(change, feature, draft);
            if (draft is null || wanted.Errors.Any) return Reply.Invalid(wanted.Errors);
            var fields = VersionDifference.Between(before, draft.States);
            if (VersionGuard.Refusal(change, environment, fields) is { } forbidden) return forbidden;
            if (wanted.PublishesNow && FlagGuard.Approval(environment) is { } approval) return approval;
            var version = New(change, environment, feature, wanted, draft);
            plane.Add(version);
            if (wanted.PublishesNow) VersionWriter.GoLive(change, environment, feature, version, draft);
            change.Noted.Add(VersionGuard.EntryOf(change, environment, feature, version, AuditRecord.Create, wanted.PublishesNow ? PublishVersion.Done : "Version created", fields));
            return VersionView.Answer(plane, StatusCodes.Status201Created, version);
        });
    });

    private static FeatureVersion New(Change change, ProjectEnvironment environment, Feature feature, VersionRequest wanted, Draft draft) => new()
    {
        Uuid = change.NewUuid(),
        EnvironmentId = environment.Id,
        FeatureId = feature.Id,
        Description = wanted.Description,
        States = VersionStates.Write(draft.States),
        CreatedAt = change.Now,
        UpdatedAt = change.Now,
        CreatedBy = change.Caller.UserId,
        LiveFrom = wanted.PublishesNow ? change.Now : null,
        PublishedBy = wanted.PublishesNow ? change.Caller.UserId : null,
        Publisher = wanted.PublishesNow ? change.Caller.Name : "",
    };
}
