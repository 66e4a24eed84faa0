using Guidon.Server.Edge;

namespace Guidon.Server.Management.Keys;

/// <summary><c>PUT</c> and <c>PATCH …/master-api-keys/{prefix}/</c>; <c>"revoked": true</c> is for good.</summary>
internal sealed class ChangeMasterKey(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var fields = new MasterKeyFields(body, isNew: false);
        return changes.AnswerAsync(http, caller, change =>
        {
            if (MasterKeyView.Find(change.Plane, caller, http) is not { } key) return Reply.NotFound;
            if (fields.Errors.Any) return Reply.Invalid(fields.Errors);
            fields.Apply(key);
            return MasterKeyView.Answer(StatusCodes.Status200OK, key, change.Now);
        });
    });
}
