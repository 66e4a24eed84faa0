namespace Guidon.Server.Management.Integrations;

/// <summary>The URLs of integrations and webhooks. Administrators of the place only: whoever reads where data goes could find out where it may be taken.</summary>
internal sealed record IntegrationRoutes
{
    private const string Root = "/api/v1/";

    internal required ListIntegrations List { get; init; }

    internal required GetIntegration Get { get; init; }

    internal required CreateIntegration Create { get; init; }

    internal required ChangeIntegration Change { get; init; }

    internal required DeleteIntegration Delete { get; init; }

    internal required TestIntegration Test { get; init; }

    internal required TestWebhook TestWebhook { get; init; }

    internal void MapAll(WebApplication app, ManagementAccess management)
    {
        foreach (var owner in (string[])["environments/{environment}", "projects/{project}", "organisations/{organisation}"])
            MapOne(app, management, $"{Root}{owner}/integrations/{{integration}}/");
        foreach (var owner in (string[])["environments/{environment}", "organisations/{organisation}"]) MapOne(app, management, $"{Root}{owner}/webhooks/");
        Map(app, Root + "webhooks/test/", new MethodTable { Post = management.Known(TestWebhook.InvokeAsync) });
    }

    private void MapOne(WebApplication app, ManagementAccess management, string path)
    {
        Map(app, path, new MethodTable { Get = ForAdmin(List.InvokeAsync), Post = ForAdmin(Create.InvokeAsync) });
        Map(app, path + "{id}/", new MethodTable
        {
            Get = ForAdmin(Get.InvokeAsync),
            Put = ForAdmin(Change.InvokeAsync),
            Patch = ForAdmin(Change.InvokeAsync),
            Delete = ForAdmin(Delete.InvokeAsync),
        });
        Map(app, path + "{id}/test/", new MethodTable { Post = ForAdmin(Test.InvokeAsync) });

        Operation ForAdmin(Func<HttpContext, Caller, Task> endpoint) => management.Require(Permission.Admin, endpoint);
    }

    private static void Map(WebApplication app, string path, MethodTable methods) => methods.Map(app, path);
}
