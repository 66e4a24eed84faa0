using System.Globalization;
using Guidon.Contracts;
using Guidon.Delivery;
using Guidon.Monitoring.Series;

namespace Guidon.Server.Management.Screens;

/// <summary>
/// <c>GET /api/guidon/v1/series?hours=24&amp;destination=1</c>: counts and latencies of the caller's destinations, or of one. What is shown of several
/// is of merged sketches and summed counts, never a mean of figures.
/// </summary>
internal sealed class ListSeries(ISeriesStore series, IDeliveryStore deliveries, TimeProvider time)
{
    private const int HoursDefault = 24;
    private static readonly int s_hoursMax = (int)DestinationSeries.HoursKept.TotalHours;

    internal async Task InvokeAsync(HttpContext http, Caller caller)
    {
        var query = http.Request.Query;
        var hours = int.TryParse(query["hours"], NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) ? Math.Clamp(wanted, 1, s_hoursMax) : HoursDefault;
        var (window, now) = (TimeSpan.FromHours(hours), time.GetUtcNow());
        var width = window > DestinationSeries.MinutesWindowMax ? TimeSpan.FromHours(1) : TimeSpan.FromMinutes(1);
        var from = DestinationSeries.Floor(now, width) + width - window;
        var own = await deliveries.OwnedAsync(caller.OrganisationId, http.RequestAborted);
        var one = int.TryParse(query["destination"], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : (int?)null;
        if (one is { } asked && !own.Contains(asked))
        {
            await Answers.NotFoundAsync(http);
            return;
        }

        var points = (await series.ReadAsync(width, from, http.RequestAborted)).Where(point => one is null ? own.Contains(point.DestinationId) : point.DestinationId == one).ToList();
        await Answers.JsonAsync(http, StatusCodes.Status200OK, new SeriesAnswer
        {
            SpanSeconds = (int)width.TotalSeconds,
            From = from,
            To = now,
            Spans = [.. points.GroupBy(point => point.StartsAt).OrderBy(span => span.Key).Select(span => Span(span.Key, span))],
            Total = Span(from, points),
            Destinations = [.. points.GroupBy(point => point.DestinationId).OrderBy(each => each.Key).Select(each => new DestinationSpan(each.Key, Span(from, each)))],
        }, ContractsJson.Default.SeriesAnswer);
    }

    private static SeriesSpan Span(DateTimeOffset startsAt, IEnumerable<SeriesPoint> points)
    {
        var latency = new QuantileSketch();
        var counts = SeriesCounts.None;
        foreach (var point in points)
        {
            counts += point.Counts;
            latency.Merge(point.Latency);
        }

        return new SeriesSpan
        {
            StartsAt = startsAt,
            Accepted = counts.Accepted,
            Delivered = counts.Delivered,
            Attempts = counts.Attempts,
            Failures = counts.Failures,
            Parked = counts.Parked,
            Median = latency.Quantile(0.5),
            Percentile90 = latency.Quantile(0.9),
            Percentile99 = latency.Quantile(0.99),
        };
    }
}
