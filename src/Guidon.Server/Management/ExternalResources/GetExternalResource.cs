using Guidon.Storage;

namespace Guidon.Server.Management.ExternalResources;

/// <summary><c>GET …/features/{feature}/feature-external-resources/{resource}/</c>.</summary>
internal sealed class GetExternalResource(IControlPlaneStore store)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(
        http, plane => ExternalResourceView.Find(plane, caller, http) is { } link ? ExternalResourceView.Answer(StatusCodes.Status200OK, link) : Reply.NotFound);
}
