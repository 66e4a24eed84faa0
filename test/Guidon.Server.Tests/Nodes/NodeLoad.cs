using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Nodes;

/// <summary>Callers of two nodes, two of each. Writes down what was acknowledged, and what a node refused although nobody had killed it.</summary>
/// <param name="nodes">Replaced in place when one is started again.</param>
public sealed class NodeLoad(GuidonProcess[] nodes)
{
    private const int CallersOfEach = 2;

    private readonly int[] _numbers = new int[nodes.Length * CallersOfEach];
    private readonly int[] _answered = new int[nodes.Length];
    private readonly bool[] _down = new bool[nodes.Length];
    private int _refused;

    public ConcurrentBag<(string Identity, int Number)> Sent { get; } = [];

    public int Acknowledged => Sent.Count;

    /// <summary>Answers other than flags from a node that lived.</summary>
    public int Refused => Volatile.Read(ref _refused);

    public int AnsweredBy(int node) => Volatile.Read(ref _answered[node]);

    public Task RunAsync(CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, _numbers.Length).Select(caller => Task.Run(() => CallAsync(caller, stop), CancellationToken.None)));

    public async Task KillAsync(int node)
    {
        Volatile.Write(ref _down[node], true);
        await nodes[node].KillAsync();
    }

    public async Task StartAgainAsync(int node)
    {
        var killed = nodes[node];
        nodes[node] = await GuidonProcess.StartAsync(ServerSettings.Again(killed));
        await killed.DisposeAsync();
        Volatile.Write(ref _down[node], false);
    }

    private async Task CallAsync(int caller, CancellationToken stop)
    {
        var node = caller / CallersOfEach;
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        while (!stop.IsCancellationRequested && await pause.WaitForNextTickAsync(CancellationToken.None))
        {
            if (!Volatile.Read(ref _down[node])) await CallOnceAsync(caller, node);
        }
    }

    private async Task CallOnceAsync(int caller, int node)
    {
        var server = nodes[node];
        var number = ++_numbers[caller];
        var body = $$"""{"identifier":"user-{{caller}}","traits":[{"trait_key":"n","trait_value":{{number}}}]}""";
        try
        {
            using var answer = await server.Http.SendAsync(server.Request(HttpMethod.Post, "api/v1/identities/", server.ClientKey, body));
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                Sent.Add(($"user-{caller}", number));
                Interlocked.Increment(ref _answered[node]);
                return;
            }
        }
        catch (Exception error) when (error is HttpRequestException or SocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            if (Volatile.Read(ref _down[node]) || server != nodes[node]) return;   // killed: nobody was answered
        }

        Interlocked.Increment(ref _refused);
    }
}
