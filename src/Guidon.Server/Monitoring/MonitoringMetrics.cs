using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Guidon.Delivery;
using Guidon.Monitoring.Rules;

namespace Guidon.Server.Monitoring;

/// <summary>Meter <c>Guidon.Monitoring</c>: what only the loop knows. Labels are ids and names of integrations, nothing that customers wrote.</summary>
internal sealed class MonitoringMetrics : IDisposable
{
    private readonly Meter _meter = new("Guidon.Monitoring");
    private readonly Counter<long> _events;
    private readonly Counter<long> _lost;
    private readonly ConcurrentDictionary<int, (string Integration, int Misses)> _misses = new();
    private IReadOnlyList<DestinationReading> _looked = [];   // replaced whole by the loop, read by whoever collects: Volatile
    private double _evaluatedAt;   // written by the loop, read by whoever collects: Volatile

    /// <param name="integrations">Of this build, with their mappers' versions.</param>
    /// <param name="node">The last node reading.</param>
    internal MonitoringMetrics(IReadOnlyCollection<Integration> integrations, NodeWatch node)
    {
        Evaluated(node.StartedAt);   // a scrape before the first look is no stand-still of fifty years, and a loop that never looks is one
        _events = _meter.CreateCounter<long>("guidon.delivery.sli.events", "{event}", "Events that became five minutes old, each once: settled by then (on_time) or not (late).");
        _lost = _meter.CreateCounter<long>("guidon.canary.lost", "{canary}", "Marked events that did not arrive.");
        _meter.CreateObservableGauge("guidon.canary.misses", Misses, "{canary}", "Marked events lost in a row.");
        _meter.CreateObservableGauge("guidon.destination.configured", Configured, "{destination}", "1 for every configured destination, measured or not.");
        _meter.CreateObservableGauge("guidon.retention.days.left", DaysLeft, "{day}", "In how many days at most waiting events expire; only where a warning of it is open.");
        _meter.CreateObservableGauge("guidon.alerts.evaluated.timestamp", () => Volatile.Read(ref _evaluatedAt), "s", "When the product's own rules were last evaluated, or this process began.");
        _meter.CreateObservableGauge("guidon.mapper.info", () => integrations.Select(Mapper), "{mapper}", "1 for each mapper of this build, with its version.");
        _meter.CreateObservableGauge("guidon.build.info", () => new Measurement<int>(1, new KeyValuePair<string, object?>("version", ServerVersion.Text)), "{build}", "1, with this build's version.");
        _meter.CreateObservableGauge("guidon.storage.usable.ratio", () => node.Last.UsablePercent / 100, "1", "Share of the log's volume that is usable.");
        _meter.CreateObservableGauge("guidon.clock.skew", () => node.Last.ClockSkew.TotalSeconds, "s", "How far the wall clock moved apart from the steady one in ten minutes.");
        _meter.CreateObservableGauge("guidon.key.expiry", () => Remaining(node.FirstKeyEndsIn), "s", "Until the first key expires; absent when none does within two weeks.");
        _meter.CreateObservableGauge("guidon.certificate.expiry", () => Remaining(node.CertificateEndsIn), "s", "Until the node's own certificate ends; absent when it has none.");
        _meter.CreateObservableCounter("guidon.capture.due.events", () => node.CaptureDue, "{event}", "Evaluations that must become events, counted before anything that can fail.");
    }

    public void Dispose() => _meter.Dispose();

    internal void Evaluated(DateTimeOffset now) => Volatile.Write(ref _evaluatedAt, now.ToUnixTimeMilliseconds() / 1_000.0);

    internal void Looked(IReadOnlyList<DestinationReading> destinations) => Volatile.Write(ref _looked, destinations);

    internal void Matured(Destination destination, long matured, long late)
    {
        _events.Add(matured - late, [.. Tags(destination.Id, destination.Integration), new("result", "on_time")]);
        _events.Add(late, [.. Tags(destination.Id, destination.Integration), new("result", "late")]);
    }

    internal void CanaryLooked(Destination destination, int misses, long lost)
    {
        _misses[destination.Id] = (destination.Integration, misses);
        _lost.Add(lost, Tags(destination.Id, destination.Integration));
    }

    /// <summary>The destinations that exist; series of others end.</summary>
    internal void Know(IReadOnlyList<Destination> configured)
    {
        foreach (var destination in configured) _misses.TryAdd(destination.Id, (destination.Integration, 0));
        foreach (var gone in _misses.Keys.Except(configured.Select(destination => destination.Id)).ToList()) _misses.TryRemove(gone, out _);
    }

    private IEnumerable<Measurement<int>> Misses() => _misses.Select(each => new Measurement<int>(each.Value.Misses, Tags(each.Key, each.Value.Integration)));

    private IEnumerable<Measurement<int>> Configured() => _misses.Select(each => new Measurement<int>(1, Tags(each.Key, each.Value.Integration)));

    private IEnumerable<Measurement<int>> DaysLeft() => Volatile.Read(ref _looked)
        .Where(reading => reading.ExpiryDaysLeft is not null)
        .Select(reading => new Measurement<int>(reading.ExpiryDaysLeft.GetValueOrDefault(), Tags(reading.Id, reading.Integration)));

    private static Measurement<int> Mapper(Integration integration) =>
        new(1, new KeyValuePair<string, object?>("integration", integration.Name), new KeyValuePair<string, object?>("mapper_version", integration.MapperVersion));

    private static IEnumerable<Measurement<double>> Remaining(TimeSpan? left) => left is { } time ? [new Measurement<double>(time.TotalSeconds)] : [];

    private static KeyValuePair<string, object?>[] Tags(int destination, string integration) => [new("destination", destination), new("integration", integration)];
}
