using System.Text.Json;
using Guidon.Delivery;

namespace Guidon.Server.Management.Integrations;

/// <summary><c>GET …/integrations/{integration}/</c> and <c>…/webhooks/</c>: a bare array, but a page where an organisation's are asked for.</summary>
internal sealed class ListIntegrations(IntegrationTarget target)
{
    internal async Task InvokeAsync(HttpContext http, Caller caller)
    {
        if (await target.FindAsync(http, caller) is not var (stream, integration)) return;
        var all = await target.OfAsync(stream, integration, http.RequestAborted);
        if (!integration.HasSeveral || http.GetRouteValue("organisation") is null)
        {
            await Answers.JsonAsync(http, StatusCodes.Status200OK, json => WriteAll(json, all, integration));
            return;
        }

        if (new Paging(http).Of(all, some => some) is not { } page)
        {
            await Reply.NoPage.SendAsync(http);
            return;
        }

        await Answers.JsonAsync(http, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("count"u8, page.Count);
            json.WriteString("next"u8, page.Next);
            json.WriteString("previous"u8, page.Previous);
            json.WritePropertyName("results"u8);
            WriteAll(json, page.Results, integration);
            json.WriteEndObject();
        });
    }

    private void WriteAll(Utf8JsonWriter json, IReadOnlyList<Destination> destinations, Integration integration)
    {
        json.WriteStartArray();
        foreach (var destination in destinations) target.Write(json, destination, integration);
        json.WriteEndArray();
    }
}
