using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Clients;

public sealed class JavaScriptClientInNode(ServerFixture fixture) : JavaScriptClientCompliance(fixture)
{
    protected override SdkSession Start() => SdkSession.Start("in-node.mjs", "flagsmith", "flagsmith/isomorphic");
}
