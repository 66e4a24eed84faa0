using Guidon.Contracts;
using Guidon.Server.Edge;

namespace Guidon.Server.Management.ServerKeys;

/// <summary><c>PUT</c> and <c>PATCH /api/v1/environments/{environment}/api-keys/{key}/</c>: name, switch and end. Both keep what is not named.</summary>
internal sealed class ChangeServerKey(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var reader = new FieldReader(body, new FieldErrors());
        var name = reader.Has("name") ? reader.Text("name", CreateServerKey.NameCharsMax) : null;
        var (expires, active) = (reader.TimeOrNull("expires_at"), reader.FlagOrNull("active"));
        return changes.AnswerAsync(http, caller, change =>
        {
            if (ServerKeyView.Find(change.Plane, caller, http) is not { } key) return Reply.NotFound;
            if (reader.Errors.Any) return Reply.Invalid(reader.Errors);
            (key.Name, key.Active) = (name ?? key.Name, active ?? key.Active);
            if (reader.Has("expires_at")) key.ExpiresAt = expires;
            change.Reload(key.EnvironmentId);
            return Reply.Of(StatusCodes.Status200OK, ServerKeyView.Show(key), ContractsJson.Default.ServerKeyAnswer);
        });
    });
}
