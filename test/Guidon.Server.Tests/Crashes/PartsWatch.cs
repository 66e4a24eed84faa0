using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Crashes;

/// <summary>An SDK that reads the environment document all the time: the parts of a feature always belong together, and what it was shown is never taken back.</summary>
public sealed class PartsWatch(CrashWorld world)
{
    private readonly int[] _newest = new int[world.Things.Length];
    private int _looks;

    /// <summary>What must not be.</summary>
    public ConcurrentQueue<string> Halves { get; } = new();

    /// <summary>Documents that were read.</summary>
    public int Looks => Volatile.Read(ref _looks);

    /// <summary>Reads until told to stop, or until the server is gone.</summary>
    public async Task RunAsync(GuidonProcess server, CancellationToken stop)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!stop.IsCancellationRequested && !server.HasExited)
        {
            try
            {
                using var answer = await server.Http.SendAsync(server.Request(HttpMethod.Get, "api/v1/environment-document/", server.ServerKey), stop);
                if (!answer.IsSuccessStatusCode) Halves.Enqueue($"A document was refused: {answer.StatusCode}");
                else Look(JsonElement.Parse(await answer.Content.ReadAsStringAsync(stop)));
                await pause.WaitForNextTickAsync(CancellationToken.None);
            }
            catch (Exception error) when (error is HttpRequestException or SocketException or IOException or OperationCanceledException)
            {
                await pause.WaitForNextTickAsync(CancellationToken.None);   // killed, or told to stop
            }
        }
    }

    private void Look(JsonElement document)
    {
        var states = document.GetProperty("feature_states").EnumerateArray()
            .Concat(document.GetProperty("project").GetProperty("segments").EnumerateArray().SelectMany(segment => segment.GetProperty("feature_states").EnumerateArray()))
            .ToLookup(state => state.GetProperty("feature").GetProperty("id").GetInt32());
        for (var author = 0; author < world.Things.Length; author++)
        {
            var parts = states[world.Things[author].PartsId].Select(PartOf).ToList();
            if (parts.Count != world.Segments.Length + 1 || parts.Distinct().Count() != 1) Halves.Enqueue($"{world.Things[author].PartsName}: {string.Join(" | ", parts)}");
            var number = int.Parse(parts[0].Split(' ')[0].Trim('n', 'x'), CultureInfo.InvariantCulture);
            if (number < _newest[author]) Halves.Enqueue($"{world.Things[author].PartsName} went back from {_newest[author]} to {number}");
            _newest[author] = number;
        }

        Interlocked.Increment(ref _looks);
    }

    private static string PartOf(JsonElement state) =>
        $"{state.GetProperty("feature_state_value")} {state.GetProperty("enabled")} {string.Join(' ', state.GetProperty("multivariate_feature_state_values").EnumerateArray().Select(each => each.GetProperty("percentage_allocation").ToString()))}";
}
