using System.Text.Json;

namespace Guidon.Server.Management.Integrations;

/// <summary><c>GET …/integrations/{integration}/</c> and <c>…/webhooks/</c>: a bare array, but a page where an organisation's are asked for.</summary>
internal sealed class ListIntegrations(IntegrationTarget target)
{
    internal async Task InvokeAsync(HttpContext http, Caller caller)
    {
        if (await target.FindAsync(http, caller) is not var (stream, integration)) return;
        var destinations = await target.OfAsync(stream, integration, http.RequestAborted);
        var isPage = integration.HasSeveral && http.GetRouteValue("organisation") is not null;
        await Answers.JsonAsync(http, StatusCodes.Status200OK, json =>
        {
            if (isPage) WriteHead(json, destinations.Count);
            json.WriteStartArray();
            foreach (var destination in destinations) target.Write(json, destination, integration);
            json.WriteEndArray();
            if (isPage) json.WriteEndObject();
        });
    }

    // One page: nobody has more of them than fit.
    private static void WriteHead(Utf8JsonWriter json, int count)
    {
        json.WriteStartObject();
        json.WriteNumber("count"u8, count);
        json.WriteNull("next"u8);
        json.WriteNull("previous"u8);
        json.WritePropertyName("results"u8);
    }
}
