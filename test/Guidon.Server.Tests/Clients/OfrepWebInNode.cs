using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Clients;

public sealed class OfrepWebInNode : OfrepWebCompliance
{
    protected override SdkSession Start() => SdkSession.Start("in-node.mjs", "ofrep-web", "@openfeature/ofrep-web-provider");
}
