using Guidon.Contracts;
using Guidon.Server.Access;
using Guidon.Server.Edge;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.ServerKeys;

/// <summary><c>POST /api/v1/environments/{environment}/api-keys/</c>: 201 with the key, which is shown this once and works at once.</summary>
internal sealed class CreateServerKey(ControlPlaneChanges changes, InstallationSecret secret)
{
    internal const int NameCharsMax = 100;
    private const int KeysMax = 100;

    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var reader = new FieldReader(body, new FieldErrors());
        var (name, expires, active) = (reader.Text("name", NameCharsMax), reader.TimeOrNull("expires_at"), reader.FlagOrNull("active"));
        return changes.AnswerAsync(http, caller, change =>
        {
            if (change.Plane.FindEnvironment(caller, http.PathText("environment")) is not { } environment) return Reply.NotFound;
            if (reader.Errors.Any) return Reply.Invalid(reader.Errors);
            if (change.Plane.ServerKeys.Count(each => each.EnvironmentId == environment.Id) >= KeysMax) return Reply.Full("server-side keys", KeysMax);
            var text = FreshKeys.ServerKey();
            var key = new ServerKey
            {
                EnvironmentId = environment.Id,
                Name = name ?? "",
                KeyHash = secret.Hash(text),
                LastFour = text[^FreshKeys.ShownChars..],
                Active = active ?? true,
                CreatedAt = change.Now,
                ExpiresAt = expires,
            };
            change.Plane.Add(key);
            change.Plane.SaveChanges();   // the answer needs its id
            change.Reload(environment.Id);
            return Reply.Of(StatusCodes.Status201Created, ServerKeyView.Show(key, text), ContractsJson.Default.ServerKeyAnswer);
        });
    });
}
