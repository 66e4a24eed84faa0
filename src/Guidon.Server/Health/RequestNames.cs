using System.Diagnostics.Metrics;

namespace Guidon.Server.Health;

/// <summary>
/// Requests under the names that Flagsmith gives them, so that dashboards made for it go on. Source: its documentation, "Metrics". What it counts about
/// stores and tasks of its own has no counterpart here.
/// </summary>
internal sealed class RequestNames : IDisposable
{
    internal const string MeterName = "Flagsmith";

    // Whatever a caller invents as a method is one label and not as many as he likes.
    private static readonly string[] s_methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _requests;
    private readonly Histogram<double> _duration;
    private readonly Histogram<long> _size;
    private readonly TimeProvider _time;

    internal RequestNames(TimeProvider time)
    {
        _time = time;
        _requests = _meter.CreateCounter<long>("flagsmith.http.server.requests", description: "Requests answered.");
        _duration = _meter.CreateHistogram<double>("flagsmith.http.server.request.duration", "s", "From a request's arrival to the end of its answer.");
        _size = _meter.CreateHistogram<long>("flagsmith.http.server.response.size", "By", "Bytes of an answer's body, where they are known beforehand.");
        _meter.CreateObservableGauge("flagsmith.build.info", static () => new Measurement<int>(1, new KeyValuePair<string, object?>("version", ServerVersion.Text)), description: "1, with this build's version.");
    }

    public void Dispose() => _meter.Dispose();

    internal async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var started = _time.GetTimestamp();
        try
        {
            await next(http);
        }
        finally
        {
            KeyValuePair<string, object?>[] tags =
            [
                new("route", (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "none"),
                new("method", s_methods.Contains(http.Request.Method) ? http.Request.Method : "other"),
                new("response_status", http.Response.StatusCode),
            ];
            _requests.Add(1, tags);
            _duration.Record(_time.GetElapsedTime(started).TotalSeconds, tags);
            if (http.Response.ContentLength is { } length) _size.Record(length, tags);
        }
    }
}
