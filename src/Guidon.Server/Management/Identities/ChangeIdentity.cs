using Guidon.Server.Edge;

namespace Guidon.Server.Management.Identities;

/// <summary><c>PUT</c> and <c>PATCH /api/v1/environments/{environment}/identities/{identity}/</c>: another identifier. Its traits and overrides go along.</summary>
internal sealed class ChangeIdentity(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var reader = new FieldReader(body, new FieldErrors());
        var identifier = reader.Has("identifier") ? IdentityName.Read(reader) : null;
        return changes.AnswerAsync(http, caller, change =>
        {
            if (IdentityTarget.Find(change.Plane, caller, http) is not var (environment, identity)) return Reply.NotFound;
            IdentityName.Check(change.Plane, environment.Id, identifier, reader.Errors, identity.Id);
            if (!reader.Errors.Any && identifier != identity.Identifier) IdentityName.CheckOverrides(change.Plane, environment.Id, identifier, reader.Errors);
            if (reader.Errors.Any) return Reply.Invalid(reader.Errors);
            if (identifier is null || identifier == identity.Identifier) return IdentityTarget.Answer(StatusCodes.Status200OK, identity);
            foreach (var state in change.Plane.FeatureStates.Where(each => each.EnvironmentId == environment.Id && each.Identifier == identity.Identifier).ToList())
            {
                state.Identifier = identifier;
                change.Touch(environment.Id);
            }

            change.Forget(environment.Id, identity.Identifier);
            change.Forget(environment.Id, identifier);
            identity.Identifier = identifier;
            return IdentityTarget.Answer(StatusCodes.Status200OK, identity);
        });
    });
}
