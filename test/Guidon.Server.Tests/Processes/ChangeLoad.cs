using System.Net.Sockets;
using System.Text;
using Guidon.Server.Tests.Management;

namespace Guidon.Server.Tests.Processes;

/// <summary>One author who gives a flag the next number, again and again, and writes down which were acknowledged.</summary>
public sealed class ChangeLoad(string path)
{
    private int _number;

    public List<int> Acknowledged { get; } = [];

    /// <summary>Changes until told to stop, or until the server is gone.</summary>
    public async Task RunAsync(GuidonProcess server, CancellationToken stop)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        try
        {
            while (!stop.IsCancellationRequested)
            {
                using var content = new StringContent(
                    "{\"environment_default\":{\"value\":{\"type\":\"string\",\"value\":\"" + ++_number + "\"}}}", Encoding.UTF8, "application/json");
                using var answer = await server.Management.PatchAsync(new Uri(path, UriKind.Relative), content, stop);
                if (answer.IsSuccessStatusCode) Acknowledged.Add(_number);
                await pause.WaitForNextTickAsync(stop);
            }
        }
        catch (Exception error) when (error is HttpRequestException or SocketException or OperationCanceledException)
        {
            return;   // killed, or told to stop: the last number was not acknowledged, and may be stored
        }
    }
}
