using System.Diagnostics;

namespace Guidon.Load;

/// <summary>The rounds of one server in one scenario, added up.</summary>
internal sealed class Measurement
{
    private readonly List<long> _latencies = [];
    private double _seconds;

    internal double RequestsPerSecond => _latencies.Count / _seconds;

    internal int Requests => _latencies.Count;

    internal async Task AddRoundAsync(Uri server, Scenario scenario, int connections, int seconds, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var end = start + (seconds * Stopwatch.Frequency);
        // Each on a thread of the pool from its first step, so that connections do not queue behind one another.
        var runs = await Task.WhenAll(Enumerable.Range(0, connections).Select(number => Task.Run(() => RunOneAsync(server, scenario.Of(number).ToBytes(server), end, cancellation), cancellation)));
        _seconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
        foreach (var latencies in runs) _latencies.AddRange(latencies);
    }

    /// <param name="share">0.5 for the median.</param>
    internal double Milliseconds(double share)
    {
        _latencies.Sort();
        return _latencies[(int)((_latencies.Count - 1) * share)] * 1_000.0 / Stopwatch.Frequency;
    }

    private static async Task<List<long>> RunOneAsync(Uri server, byte[] request, long end, CancellationToken cancellation)
    {
        using var connection = new LoadConnection(server, request);
        return await connection.RunAsync(end, cancellation);
    }
}
