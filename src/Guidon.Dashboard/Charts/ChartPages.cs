using Guidon.Contracts;
using Guidon.Dashboard.Frame;
using Guidon.Dashboard.Integrations;

namespace Guidon.Dashboard.Charts;

/// <summary><c>charts</c>: evaluations, deliveries and their latency; and <c>features/{feature}/usage</c>.</summary>
internal static class ChartPages
{
    internal const int DaysShown = 30;

    internal static async Task<IResult> GetAsync(Visit visit)
    {
        var hours = Hours(visit);
        var usage = await visit.Client.UsageAsync(visit.Environment?.Key ?? "", DaysShown, "");
        if (usage.Value is null) return visit.Problem(usage.Refusal);
        var series = (await visit.Client.SeriesAsync(hours, 0)).Value;
        var destinations = series is null ? [] : (await visit.Client.DestinationsAsync()).Value?.Results ?? [];
        return visit.Show<ChartsPage>(new ChartsView
        {
            Hours = hours,
            Series = series,
            Usage = usage.Value,
            Destinations = destinations.ToDictionary(each => each.Id, each => IntegrationPlace.Title(visit, each)),
        });
    }

    internal static async Task<IResult> UsageAsync(Visit visit)
    {
        var (project, environment, id) = (visit.Project?.Id ?? 0, visit.Environment?.Id ?? 0, visit.RouteNumber("feature"));
        var feature = await visit.Client.FeatureAsync(project, id, environment);
        if (feature.Value is null) return visit.Problem(feature.Refusal);
        var usage = await visit.Client.UsageAsync(visit.Environment?.Key ?? "", DaysShown, feature.Value.Name);
        return usage.Value is null
            ? visit.Problem(usage.Refusal)
            : visit.Show<UsagePage>(new UsageView(feature.Value, await visit.Client.TagsAsync(project), usage.Value));
    }

    /// <summary>One of the windows that are offered; a day when another one is asked for.</summary>
    internal static int Hours(Visit visit) => visit.AskedNumber("hours", 24) is var hours && Windows.Any(each => each.Hours == hours) ? hours : 24;

    internal static IReadOnlyList<(int Hours, string Title)> Windows { get; } = [(1, "Hour"), (6, "6 hours"), (24, "Day"), (168, "Week"), (720, "30 days")];

    /// <summary>Every span of the window, also those in which nothing was measured.</summary>
    internal static (IReadOnlyList<string> Moments, IReadOnlyList<SeriesSpan?> Spans) Whole(SeriesAnswer series)
    {
        var (known, width) = (series.Spans.ToDictionary(each => each.StartsAt), TimeSpan.FromSeconds(series.SpanSeconds));
        var times = Enumerable.Range(0, (int)Math.Ceiling((series.To - series.From) / width)).Select(at => series.From + (at * width)).ToList();
        var format = series.SpanSeconds < 3_600 ? "HH:mm" : times.Count > 48 ? "MM-dd HH'h'" : "dd HH'h'";
        return ([.. times.Select(at => at.UtcDateTime.ToString(format, System.Globalization.CultureInfo.InvariantCulture))], [.. times.Select(at => known.GetValueOrDefault(at))]);
    }

    /// <summary>Every day up to today, also those without any.</summary>
    internal static (IReadOnlyList<string> Moments, IReadOnlyList<double?> Counts) Whole(UsageAnswer usage)
    {
        var known = usage.Days.ToDictionary(each => each.Day, each => each.Count);
        var all = Enumerable.Range(0, DaysShown).Select(back => usage.Today.AddDays(back - DaysShown + 1)).ToList();
        return ([.. all.Select(day => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))], [.. all.Select(day => (double?)known.GetValueOrDefault(day))]);
    }
}
