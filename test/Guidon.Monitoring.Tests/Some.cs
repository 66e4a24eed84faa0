using Guidon.Monitoring.Rules;
using Guidon.Monitoring.Series;

namespace Guidon.Monitoring.Tests;

/// <summary>Scenes for tests that only care about a part of them.</summary>
internal static class Some
{
    internal static readonly DateTimeOffset Start = new(2026, 11, 10, 8, 0, 0, TimeSpan.Zero);

    internal static DestinationReading Reading(DestinationSeries series, int id = 1, string integration = "mixpanel") => new()
    {
        Id = id, Integration = integration, MapperVersion = 3, Series = series, SeenSince = Start,
    };

    internal static Scene Scene(DateTimeOffset now, params DestinationReading[] readings) => new() { Now = now, Steady = now - Start, Destinations = readings, Node = new NodeReading() };

    internal static Scene Scene(DateTimeOffset now, NodeReading node) => new() { Now = now, Steady = now - Start, Destinations = [], Node = node };

    /// <summary>The same counts in each of so many minutes from the start.</summary>
    internal static DestinationSeries Series(int minutes, SeriesCounts counts, int id = 1)
    {
        var series = new DestinationSeries(id);
        for (var minute = 0; minute < minutes; minute++) series.Add(Start.AddMinutes(minute), counts, new QuantileSketch());
        return series;
    }

    /// <summary>Names of the rules that see a breach.</summary>
    internal static string[] Breached(Scene scene) => [.. RuleCatalog.All.Where(rule => rule.Evaluate(scene).Any()).Select(rule => rule.Name)];
}
