using Guidon.BrokenServer;
using Guidon.Integrations;
using Guidon.Server.Start;

// The real server in all but one thing: the webhook's mapper throws, as on 7 June 2023.
var integrations = Catalog.All.Select(integration => integration.Name == "webhook" ? new ThrowingIntegration(integration) : integration);
return await ServerProcess.RunAsync(args, isEdge: false, [.. integrations], CancellationToken.None);
