using Guidon.Storage;

namespace Guidon.Server.Management.Identities;

/// <summary><c>GET /api/v1/environments/{environment}/identities/{identity}/</c>.</summary>
internal sealed class GetIdentity(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(
        http, plane => IdentityTarget.Find(plane, caller, http) is var (_, identity) ? IdentityTarget.Answer(StatusCodes.Status200OK, identity) : Reply.NotFound);
}
