namespace Guidon.Server.Start;

/// <summary>
/// Refuses settings that nobody reads: a misspelt option that is ignored is worse than none. Checks the command line and
/// <c>GUIDON_</c> variables; other variables and <c>appsettings.json</c> belong also to the framework.
/// </summary>
internal static class KnownSettings
{
    private static readonly string[] s_exact =
    [
        "data", "urls", "environment", "AllowedHosts",
        "Bootstrap:AdminEmail", "Bootstrap:AdminPassword", "Bootstrap:ApiKey", "Bootstrap:SampleProject",
        .. Options<Delivery.DeliveryOptions>("Delivery"),
        .. Options<Realtime.RealtimeOptions>("Realtime"),
        .. Options<Monitoring.MonitoringOptions>("Monitoring"),
        .. Options<Health.MetricsOptions>("Metrics"),
        .. Options<Management.AccessOptions>("Access"),
        .. Options<Management.Oidc.OidcOptions>("Oidc"),
        .. Options<Mail.MailOptions>("Mail"),
        .. Options<Tracking.TrackingOptions>("ErrorTracking"),
    ];

    // The framework's own trees, and our lists.
    private static readonly string[] s_trees =
        ["Logging:", "Kestrel:", "Delivery:AllowedNetworks:", "Monitoring:CanaryOff:", "Access:KnownProxies:", "Oidc:AllowedNetworks:", "Oidc:AllowedDomains:"];

    /// <returns>The first option that nobody reads, as it would be written; <see langword="null"/> when all are known.</returns>
    internal static string? FirstUnknown(IReadOnlyDictionary<string, string> written, bool isEdge)
    {
        foreach (var (key, spelling) in written)
        {
            var known = s_exact.Contains(key, StringComparer.OrdinalIgnoreCase)
                || key.Equals(isEdge ? "config" : "database", StringComparison.OrdinalIgnoreCase)   // an edge keeps what it has in a folder of its own
                || s_trees.Any(tree => key.StartsWith(tree, StringComparison.OrdinalIgnoreCase));
            if (!known) return spelling;
        }

        return null;
    }

    private static IEnumerable<string> Options<T>(string section) => typeof(T).GetProperties().Select(property => $"{section}:{property.Name}");
}
