using Guidon.Storage.Model;

namespace Guidon.Server.Management.Versions;

/// <summary><c>DELETE …/versions/{version}/</c>: 204 for a draft, and for a scheduled one, which then does not go live. 400 for what was live: that is history.</summary>
internal sealed class DeleteVersion(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => changes.AnswerAsync(http, caller, change =>
    {
        if (VersionTarget.Find(change.Plane, caller, http) is not var (environment, feature, version)) return Reply.NotFound;
        if (VersionGuard.Refusal(change, environment) is { } refusal) return refusal;
        if (version.Number is not null) return Reply.Invalid("Cannot delete a live version.");
        change.Plane.Remove(version);
        change.Noted.Add(VersionGuard.EntryOf(change, environment, feature, version, AuditRecord.Delete, "Version deleted", []));
        return Reply.NoContent;
    });
}
