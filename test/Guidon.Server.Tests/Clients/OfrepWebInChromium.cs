using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Clients;

public sealed class OfrepWebInChromium : OfrepWebCompliance
{
    protected override SdkSession Start() => SdkSession.Start("in-chromium.mjs", "ofrep-web", "@openfeature/ofrep-web-provider");
}
