using Guidon.Server.Edge;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Identities;

/// <summary><c>POST /api/v1/environments/{environment}/identities/</c>: 201.</summary>
internal sealed class CreateIdentity(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var reader = new FieldReader(body, new FieldErrors());
        var identifier = IdentityName.Read(reader);
        return changes.AnswerAsync(http, caller, change =>
        {
            if (change.Plane.FindEnvironment(caller, http.PathText("environment")) is not { } environment) return Reply.NotFound;
            IdentityName.Check(change.Plane, environment.Id, identifier, reader.Errors, ownId: 0);
            if (reader.Errors.Any || identifier is null) return Reply.Invalid(reader.Errors);
            var identity = new Identity { EnvironmentId = environment.Id, Identifier = identifier, CreatedAt = change.Now };
            change.Plane.Add(identity);
            change.Plane.SaveChanges();   // the answer needs its id
            change.Forget(environment.Id, identifier);   // that it is unknown
            return IdentityTarget.Answer(StatusCodes.Status201Created, identity);
        });
    });
}
