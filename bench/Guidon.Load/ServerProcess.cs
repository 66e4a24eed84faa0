using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Guidon.Load;

/// <summary>A .NET server in a process of its own, on a free port of the loopback; ended with this object.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_startLongest = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private bool _isGone;

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
        process.OutputDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
    }

    internal Uri Address { get; }

    /// <summary>Resident memory, MiB, as the system counts it.</summary>
    internal long ResidentMebibytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 >> 20;
        }
    }

    /// <summary>What it has used of all processors since its start: a measure that neighbours on the machine hardly touch.</summary>
    internal TimeSpan Used
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>What it has printed so far.</summary>
    internal IEnumerable<string> Lines => _lines;

    /// <param name="arguments">Gets the address to listen on; gives the command line after <c>dotnet</c>.</param>
    internal static ServerProcess Start(Func<string, IEnumerable<string>> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var address = $"http://127.0.0.1:{FreePort()}";
        var start = new ProcessStartInfo("dotnet", arguments(address)) { RedirectStandardOutput = true, RedirectStandardError = true };
        // The client's own setting, and not one that a server in use has.
        start.Environment.Remove("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS");
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var server = new ServerProcess(new Process { StartInfo = start }, new Uri(address));
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        return server;
    }

    /// <summary>Asks until the server answers with a success, or with anything where only its being there counts; ends the process when it does not.</summary>
    internal async Task WaitUntilReadyAsync(HttpClient client, string path, bool anyAnswer, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var watch = Stopwatch.StartNew();
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            if (_process.HasExited || watch.Elapsed > s_startLongest)
            {
                await DisposeAsync();
                throw new LoadException($"{Address} did not start:\n{string.Join('\n', Lines)}");
            }
            try
            {
                using var response = await client.GetAsync(new Uri(Address, path), cancellation);
                if (anyAnswer || response.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet; the loop's limits decide when that is an error.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_isGone) return;   // it did not start, and whoever waited has ended it
        _isGone = true;
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        // Never the blocking WaitForExit: with inline completions this may be the very thread that brings the output's end.
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
