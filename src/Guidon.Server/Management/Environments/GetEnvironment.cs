using System.Text.Json.Nodes;
using Guidon.Server.Access;
using Guidon.Storage;

namespace Guidon.Server.Management.Environments;

/// <summary>
/// <c>GET /api/v1/environments/{environment}/</c>, the same by <c>/api/v1/environments/get-by-uuid/{uuid}/</c>, and its document as server-side
/// SDKs get it now, without identities for who may not see those.
/// </summary>
internal sealed class GetEnvironment(IControlPlaneStore store, EnvironmentKeys served)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
        plane.FindEnvironment(caller, http.PathText("environment")) is { } environment
            ? EnvironmentView.Answer(plane, StatusCodes.Status200OK, environment)
            : Reply.NotFound);

    internal Task ByUuidAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        var uuid = http.PathUuid();
        return plane.Environments.SingleOrDefault(each => each.Uuid == uuid) is { } environment && caller.May(Permission.View, Place.Of(plane, environment))
            ? EnvironmentView.Answer(plane, StatusCodes.Status200OK, environment)
            : Reply.NotFound;
    });

    internal Task DocumentAsync(HttpContext http, Caller caller) => store.AnswerAsync(http, plane =>
    {
        var key = http.PathText("environment");
        if (plane.FindEnvironment(caller, key) is not { } environment || served.FindClient(key)?.State.Current is not { } current) return Reply.NotFound;
        var document = current.DocumentJson.Plain.Bytes;
        return caller.May(EnvironmentPermission.ViewIdentities, Place.Of(plane, environment))
            ? new Reply(Refuses: false, response => Answers.JsonAsync(response, StatusCodes.Status200OK, document))
            : new Reply(Refuses: false, response => Answers.JsonAsync(response, StatusCodes.Status200OK, json => WithoutIdentities(document.Span).WriteTo(json)));
    });

    private static JsonObject WithoutIdentities(ReadOnlySpan<byte> document)
    {
        var json = JsonNode.Parse(document)?.AsObject() ?? [];
        json["identity_overrides"] = new JsonArray();
        return json;
    }
}
