using Guidon.Server.Edge;
using Guidon.Storage.Audit;
using Guidon.Storage.Model;
using Microsoft.AspNetCore.Http.Features;

namespace Guidon.Server.Management.Versions;

/// <summary>
/// <c>POST …/versions/{version}/publish/</c>: 200; it counts when it is answered, or from <c>live_from</c> on. Published again before that it moves.
/// </summary>
internal sealed class PublishVersion(ControlPlaneChanges changes, VersionSchedule schedule)
{
    internal const string Done = "New version published";

    // Clients may send no body: there is nothing that must be said.
    internal Task InvokeAsync(HttpContext http, Caller caller) => http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == false
        ? PublishAsync(http, caller, null, new FieldErrors())
        : JsonBody.AnswerAsync(http, body =>
        {
            var reader = new FieldReader(body, new FieldErrors());
            return PublishAsync(http, caller, TimeField.ReadOrNull(reader, "live_from"), reader.Errors);
        });

    private Task PublishAsync(HttpContext http, Caller caller, DateTimeOffset? liveFrom, FieldErrors errors) => changes.AnswerAsync(http, caller, change =>
    {
        var plane = change.Plane;
        if (VersionTarget.Find(plane, caller, http) is not var (environment, feature, version)) return Reply.NotFound;
        if (VersionGuard.Refusal(change, environment) is { } refusal) return refusal;
        if (errors.Any) return Reply.Invalid(errors);
        if (version.Number is not null) return Reply.Invalid("This version is live already.");
        var draft = Draft.Of(plane, version);
        var fields = VersionDifference.Between(Draft.OfRows(plane, environment, feature).States, draft.States);
        if (VersionGuard.Refusal(change, environment, fields) is { } forbidden) return forbidden;
        if (FlagGuard.Approval(environment) is { } approval) return approval;
        var (isLater, old) = (liveFrom > change.Now, version.LiveFrom);
        (version.LiveFrom, version.PublishedBy, version.Publisher, version.UpdatedAt) = (isLater ? liveFrom : change.Now, caller.UserId, caller.Name, change.Now);
        if (!isLater) VersionWriter.GoLive(change, environment, feature, version, draft);
        change.Noted.Add(VersionGuard.EntryOf(
            change, environment, feature, version, AuditRecord.Update, isLater ? "Version scheduled" : Done, [AuditField.Of("live_from", old, version.LiveFrom), .. fields]));
        return VersionView.Answer(plane, StatusCodes.Status200OK, version);
    }, () =>
    {
        schedule.Wake();
        return Task.CompletedTask;
    });
}
