using System.Globalization;

namespace Guidon.Server.Tests.Monitoring;

/// <summary>A thousand identities whose flag changes now and then. Writes its own list of what it made; what a receiver must have is derived from that and from nothing of ours.</summary>
internal sealed class DrillTraffic(MonitoringBench bench, int seed)
{
    private const int Identities = 1_000;

    private readonly Random _random = new(seed);
    private readonly List<(string Identity, DateTimeOffset At, string Value)> _made = [];

    internal IReadOnlyList<(string Identity, DateTimeOffset At, string Value)> Made => _made;

    /// <summary>Some evaluations now, of different identities: a receiver tells them apart by identity and time.</summary>
    internal async Task MakeAsync()
    {
        var identities = Enumerable.Range(0, 8).Select(_ => _random.Next(Identities)).Distinct();
        foreach (var outcome in identities.Select(identity => (Name: string.Create(CultureInfo.InvariantCulture, $"user-{identity}"), Value: _random.Next(2))).GroupBy(each => each.Value))
        {
            await bench.AppendAsync(outcome.Key, [.. outcome.Select(each => each.Name)]);
            _made.AddRange(outcome.Select(each => (each.Name, bench.Clock.GetUtcNow(), outcome.Key == 0 ? "blue" : "green")));
        }
    }
}
