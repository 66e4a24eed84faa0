using Guidon.Delivery;

namespace Guidon.Integrations.Tests;

/// <summary>Every integration with a flat map of flags, bound with made-up settings.</summary>
public static class Destinations
{
    public static TheoryData<string> Analytics =>
        [.. Catalog.All.Where(integration => integration is { SendsChanges: false, SendsAlerts: false, WantsTraits: false }).Select(integration => integration.Name)];

    public static BoundIntegration Bind(string integration, params (string Name, string Text)[] more)
    {
        var settings = new Dictionary<string, string> { ["api_key"] = "KEY", ["base_url"] = "https://vendor.example.com/", ["send_events"] = "true" };
        foreach (var (name, text) in more) settings[name] = text;
        return Golden.Bind(integration, [.. settings.Select(setting => (setting.Key, setting.Value))]);
    }
}
