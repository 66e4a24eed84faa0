namespace Guidon.Server.Management.Integrations;

/// <summary><c>GET …/integrations/{integration}/{id}/</c>.</summary>
internal sealed class GetIntegration(IntegrationTarget target)
{
    internal async Task InvokeAsync(HttpContext http, Caller caller)
    {
        if (await target.FindItemAsync(http, caller) is not var (destination, integration)) return;
        await Answers.JsonAsync(http, StatusCodes.Status200OK, json => target.Write(json, destination, integration));
    }
}
