using System.Diagnostics.Metrics;

namespace Guidon.Server.Upstream;

/// <summary>What an edge measures about its upstream. Environments are labelled by their client-side key, which is public.</summary>
internal sealed class UpstreamMetrics : IDisposable
{
    private readonly Meter _meter = new("Guidon.Server.Upstream");
    private readonly Counter<long> _polls;
    private readonly Counter<long> _usage;

    internal UpstreamMetrics()
    {
        _polls = _meter.CreateCounter<long>("guidon.upstream.polls", "{poll}", "Requests for a document, by environment and result: document, unchanged or failed.");
        _usage = _meter.CreateCounter<long>("guidon.upstream.usage.evaluations", "{evaluation}", "Evaluations that SDKs reported, by fate: forwarded to the upstream, or kept in the local database.");
    }

    /// <summary>Begins to show how each environment stands.</summary>
    internal void Observe(IReadOnlyList<UpstreamEnvironment> environments, TimeProvider time)
    {
        _meter.CreateObservableGauge(
            "guidon.upstream.failing", () => environments.Select(each => Of(each, each.Status.Problem is null ? 0L : 1L)),
            "{environment}", "1 while the last poll of an environment brought nothing that could be served.");
        _meter.CreateObservableGauge(
            "guidon.upstream.confirmed.age", () => environments.Where(each => each.Status.LastSuccess is not null).Select(each => Of(each, Age(each, time))),
            "s", "Since the upstream last gave or confirmed the document of an environment.");
    }

    internal void Polled(string environment, string result) =>
        _polls.Add(1, new KeyValuePair<string, object?>("environment", environment), new KeyValuePair<string, object?>("result", result));

    internal void Usage(string fate, long evaluations) => _usage.Add(evaluations, new KeyValuePair<string, object?>("fate", fate));

    public void Dispose() => _meter.Dispose();

    private static double Age(UpstreamEnvironment environment, TimeProvider time) =>
        environment.Status.LastSuccess is { } last ? (time.GetUtcNow() - last).TotalSeconds : 0;

    private static Measurement<T> Of<T>(UpstreamEnvironment environment, T value)
        where T : struct => new(value, new KeyValuePair<string, object?>("environment", environment.Keys.ClientKey));
}
