namespace Guidon.Server.Management.Integrations;

/// <summary><c>GET …/integrations/{integration}/</c>: a bare array of none or one.</summary>
internal sealed class ListIntegrations(IntegrationTarget target)
{
    internal async Task InvokeAsync(HttpContext http, Caller caller)
    {
        if (await target.FindAsync(http, caller) is not var (environmentId, integration)) return;
        var destinations = await target.OfAsync(environmentId, integration, http.RequestAborted);
        await Answers.JsonAsync(http, StatusCodes.Status200OK, json =>
        {
            json.WriteStartArray();
            foreach (var destination in destinations) target.Write(json, destination, integration);
            json.WriteEndArray();
        });
    }
}
