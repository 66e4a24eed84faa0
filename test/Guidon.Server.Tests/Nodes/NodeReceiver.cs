using System.Collections.Concurrent;
using System.Globalization;
using Guidon.Server.Tests.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Guidon.Server.Tests.Nodes;

/// <summary>A webhook that knows which process each request comes from, and is angry when two of them are at it at once.</summary>
public sealed class NodeReceiver : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, int> _senders = new();   // by connection
    private readonly Lock _gate = new();
    private readonly List<(int Sender, string Identity, int Number)> _taken = [];   // under the gate
    private readonly Dictionary<int, int> _inFlight = [];                           // requests by process; under the gate
    private WebApplication? _app;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>Processes that may send now. One that was killed has no request in flight, whatever its sockets still say.</summary>
    public Func<IReadOnlyList<GuidonProcess>> Alive { get; set; } = () => [];

    /// <summary>What must not be: requests of one process while another's were in flight.</summary>
    public ConcurrentQueue<string> Overlaps { get; } = new();

    public IReadOnlyList<(int Sender, string Identity, int Number)> Taken
    {
        get
        {
            lock (_gate) return [.. _taken];
        }
    }

    public static async Task<NodeReceiver> StartAsync()
    {
        var receiver = new NodeReceiver();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        receiver._app = builder.Build();
        receiver._app.Run(receiver.ReceiveAsync);
        await receiver._app.StartAsync();
        receiver.Address = new Uri(receiver._app.Urls.First());
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        var sender = _senders.GetOrAdd(context.Connection.Id, _ => SenderOf(context.Connection.RemotePort));
        Enter(sender);
        try
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            await Task.Yield();   // others get their chance to be here at the same time
            var json = System.Text.Json.JsonElement.Parse(body.ToArray());
            var trait = json.GetProperty("traits").EnumerateArray().Single(each => each.GetProperty("trait_key").GetString() == "n");
            lock (_gate) _taken.Add((sender, json.GetProperty("identity").GetString() ?? "", trait.GetProperty("trait_value").GetInt32()));
        }
        finally
        {
            lock (_gate) _inFlight[sender]--;
        }
    }

    private void Enter(int sender)
    {
        var alive = Alive().Select(process => process.Id).ToHashSet();
        lock (_gate)
        {
            foreach (var other in _inFlight.Where(other => other.Key != sender && other.Value > 0 && alive.Contains(other.Key) && alive.Contains(sender)))
                Overlaps.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{sender} came while {other.Value} requests of {other.Key} were in flight"));
            _inFlight[sender] = _inFlight.GetValueOrDefault(sender) + 1;
        }
    }

    /// <returns>The process that owns the socket with this local port; 0 when it is gone already.</returns>
    private int SenderOf(int port)
    {
        var hex = port.ToString("X4", CultureInfo.InvariantCulture);
        var inode = File.ReadLines("/proc/net/tcp").Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields[1].EndsWith(":" + hex, StringComparison.Ordinal)).Select(fields => fields[9]).FirstOrDefault(inode => inode != "0");
        return inode is null ? 0 : Alive().Select(process => process.Id).FirstOrDefault(id => Owns(id, $"socket:[{inode}]"));
    }

    private static bool Owns(int process, string socket)
    {
        try
        {
            return Directory.EnumerateFiles($"/proc/{process}/fd").Any(file => new FileInfo(file).LinkTarget == socket);
        }
        catch (IOException)
        {
            return false;   // it ended meanwhile
        }
    }
}
