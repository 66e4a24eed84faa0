using System.Globalization;

namespace Guidon.Server.Tests.Processes;

/// <summary>Reads the numbers of <c>GET /metrics</c>.</summary>
public static class Metrics
{
    /// <summary>The sum over all series whose name begins so; null when there is none.</summary>
    public static async Task<double?> MetricAsync(this GuidonProcess server, string name)
    {
        var text = await server.Http.GetStringAsync("metrics");
        var values = text.Split('\n').Where(line => line.StartsWith(name, StringComparison.Ordinal) && (line[name.Length] is '{' or ' ' || line[name.Length..].StartsWith("_total", StringComparison.Ordinal)))
            .Select(line => line.Split(' ')).Select(parts => double.Parse(parts[1], CultureInfo.InvariantCulture)).ToList();
        return values.Count == 0 ? null : values.Sum();
    }
}
