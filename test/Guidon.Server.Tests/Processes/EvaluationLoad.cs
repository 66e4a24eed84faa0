using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Guidon.Server.Tests.Processes;

/// <summary>Callers that evaluate one identity each, one call after the other, and write down what was acknowledged.</summary>
public sealed class EvaluationLoad(int identities)
{
    private readonly int[] _numbers = new int[identities];

    public ConcurrentBag<Acknowledged> Acknowledged { get; } = [];

    /// <summary>Calls until told to stop, or until the server is gone.</summary>
    public async Task RunAsync(GuidonProcess server, CancellationToken stop) =>
        await Task.WhenAll(Enumerable.Range(0, identities).Select(identity => Task.Run(() => CallAsync(server, identity, stop), CancellationToken.None)));

    private async Task CallAsync(GuidonProcess server, int identity, CancellationToken stop)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!stop.IsCancellationRequested)
        {
            // A number is used once, acknowledged or not: the receiver may see one that nobody was told of, never the reverse.
            var number = ++_numbers[identity];
            var body = $$"""{"identifier":"user-{{identity}}","traits":[{"trait_key":"n","trait_value":{{number}}}]}""";
            var sentAt = TimeProvider.System.GetUtcNow();
            try
            {
                using var answer = await server.Http.SendAsync(server.Request(HttpMethod.Post, "api/v1/identities/", server.ClientKey, body), stop);
                if (answer.StatusCode != HttpStatusCode.OK)
                {
                    await pause.WaitForNextTickAsync(stop);   // whoever is refused does not storm
                    continue;
                }

                Acknowledged.Add(new Acknowledged($"user-{identity}", number, sentAt, TimeProvider.System.GetUtcNow()));
            }
            catch (Exception error) when (error is HttpRequestException or SocketException or OperationCanceledException)
            {
                return;   // killed, or told to stop: this call was not acknowledged
            }
        }
    }
}
