using Guidon.Storage;

namespace Guidon.Server.Management.Identities;

/// <summary><c>GET …/identities/{identity}/traits/{trait}/</c>.</summary>
internal sealed class GetTrait(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(
        http, plane => TraitView.Find(plane, caller, http) is var (_, trait) ? TraitView.Answer(StatusCodes.Status200OK, trait) : Reply.NotFound);
}
