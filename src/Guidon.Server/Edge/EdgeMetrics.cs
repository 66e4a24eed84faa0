using System.Diagnostics.Metrics;

namespace Guidon.Server.Edge;

/// <summary>What the SDK API counts. Labels are few and never carry an identifier, a key or a trait.</summary>
internal sealed class EdgeMetrics : IDisposable
{
    internal const string MeterName = "Guidon.Server.Edge";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _evaluations;
    private readonly Counter<long> _refusedKeys;
    private readonly Counter<long> _identityStoreFailures;
    private readonly Counter<long> _usageDropped;

    public EdgeMetrics()
    {
        _evaluations = _meter.CreateCounter<long>("guidon.evaluations", "{evaluation}", "Answers of flags to SDKs, by resource.");
        _refusedKeys = _meter.CreateCounter<long>("guidon.environment.key.refusals", "{request}", "Requests with a missing, unknown or expired environment key.");
        _identityStoreFailures = _meter.CreateCounter<long>(
            "guidon.identity.store.failures", "{request}", "Answers given without reading or keeping traits, since the store failed.");
        _usageDropped = _meter.CreateCounter<long>(
            "guidon.usage.dropped.evaluations", "{evaluation}", "Analytics counts that could not be stored before the process ended.");
    }

    internal void Evaluated(string resource)
    {
        if (_evaluations.Enabled) _evaluations.Add(1, new KeyValuePair<string, object?>("resource", resource));
    }

    internal void KeyRefused() => _refusedKeys.Add(1);

    internal void IdentityStoreFailed() => _identityStoreFailures.Add(1);

    internal void UsageDropped(long evaluations) => _usageDropped.Add(evaluations);

    public void Dispose() => _meter.Dispose();
}
