using Guidon.Delivery;

namespace Guidon.Integrations.Tests;

/// <summary>Every integration with a flat map of flags, bound with made-up settings.</summary>
public static class Destinations
{
    public static TheoryData<string> Analytics => ["amplitude", "heap", "mixpanel", "posthog", "rudderstack", "segment"];

    public static BoundIntegration Bind(string integration, params (string Name, string Text)[] more)
    {
        var (key, url) = Of(integration);
        var settings = new Dictionary<string, string> { ["api_key"] = key, ["base_url"] = url, ["send_events"] = "true" };
        foreach (var (name, text) in more) settings[name] = text;
        return Golden.Bind(integration, [.. settings.Select(setting => (setting.Key, setting.Value))]);
    }

    private static (string Key, string Url) Of(string integration) => integration switch
    {
        "amplitude" => ("AK_TEST", "https://api2.amplitude.com"),
        "heap" => ("APP", "https://heapanalytics.com/"),
        "mixpanel" => ("TOKEN", "https://api.mixpanel.com"),
        "posthog" => ("phc_test", "https://us.i.posthog.com"),
        "rudderstack" => ("WK_TEST", "https://plane.example.com/"),
        "segment" => ("WK_TEST", "https://api.segment.io/"),
        _ => throw new ArgumentOutOfRangeException(nameof(integration), integration, "No such destination."),
    };
}
