using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Guidon.Receivers;

namespace Guidon.Server.Tests.Processes;

/// <summary>A real server process on a free port of the loopback address, with its own data folder unless told otherwise.</summary>
public sealed partial class GuidonProcess : IAsyncDisposable
{
    public const string ApiKey = "test-master-key-0123456789";

    // As long as Eventually waits, and half as long again: a start is the most that a loaded machine is asked for.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    // Only a server that hangs is waited for so long.
    private static readonly TimeSpan s_answerPatience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private GuidonProcess(Process process, string folder, int port)
    {
        _process = process;
        Folder = folder;
        Address = new Uri($"http://127.0.0.1:{port}/");
        Http = new HttpClient { BaseAddress = Address, Timeout = s_answerPatience };
        Management = new HttpClient { BaseAddress = Address, Timeout = s_answerPatience };
        Management.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Api-Key", ApiKey);
    }

    public string Folder { get; }

    /// <summary>The database that it was given; null for the file in its folder.</summary>
    public string? Database { get; private init; }

    /// <summary>Of the process.</summary>
    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public Uri Address { get; }

    /// <summary>Without any key.</summary>
    public HttpClient Http { get; }

    /// <summary>With the master API key.</summary>
    public HttpClient Management { get; }

    public string ClientKey { get; private set; } = "";

    public string ServerKey { get; private set; } = "";

    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    /// <summary>Starts and waits until it is ready.</summary>
    public static async Task<GuidonProcess> StartAsync(ServerSettings? settings = null)
    {
        settings ??= new ServerSettings();
        var folder = settings.Folder ?? Directory.CreateTempSubdirectory("guidon-test-").FullName;
        var port = settings.Port ?? FreePort.Next();
        var words = LastWords(folder, settings);
        var server = new GuidonProcess(Spawn(folder, $"http://127.0.0.1:{port}", settings), folder, port) { Database = settings.Database };
        server.Listen();
        try
        {
            await server.UntilReadyAsync(words);
        }
        catch
        {
            await server.DisposeAsync();   // a server that is not ready must not outlive its test
            throw;
        }

        server.ReadKeys(settings);
        return server;
    }

    /// <summary>Runs a command that is expected to end by itself.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(IEnumerable<string> arguments, string? input = null, IReadOnlyDictionary<string, string>? variables = null, string program = "Guidon.Server.dll")
    {
        using var process = Start(program, arguments, variables ?? new Dictionary<string, string>());
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (input is not null) await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using var timeout = new CancellationTokenSource(s_patience);
        await process.WaitForExitAsync(timeout.Token);
        return (process.ExitCode, await output, await errors);
    }

    /// <summary>SIGKILL: nothing of the process runs after this.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, and waits for the end.</summary>
    public async Task<int> StopAsync()
    {
        await SignalAsync("TERM");
        using var timeout = new CancellationTokenSource(s_patience);
        await _process.WaitForExitAsync(timeout.Token);
        return _process.ExitCode;
    }

    /// <summary>SIGSTOP: it stands still until it is resumed.</summary>
    public Task PauseAsync() => SignalAsync("STOP");

    /// <summary>SIGCONT.</summary>
    public Task ResumeAsync() => SignalAsync("CONT");

    public long ResidentBytes()
    {
        _process.Refresh();
        return _process.WorkingSet64;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        if (Directory.Exists(Folder)) File.Delete(Path.Combine(Folder, "guidon.reserve"));   // 64 MB in each of hundreds of folders; the rest stays for who looks
        _process.Dispose();
        Http.Dispose();
        Management.Dispose();
    }

    public HttpRequestMessage Request(HttpMethod method, string path, string? key, string? json = null)
    {
        var request = new HttpRequestMessage(method, path);
        if (key is not null) request.Headers.TryAddWithoutValidation("X-Environment-Key", key);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        return request;
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString()]);
        await kill.WaitForExitAsync();
    }

    private static Process Spawn(string folder, string url, ServerSettings settings)
    {
        var variables = settings.OnlyTheseVariables ? [] : Presets();
        if (settings.Database is { } database) variables["GUIDON_database"] = database;
        foreach (var (name, value) in settings.Variables) variables[name] = value;
        return Start(settings.Program, [.. settings.Verb is { } verb ? (string[])[verb] : [], "--urls", url, "--data", folder, .. settings.Arguments], variables);
    }

    private static Dictionary<string, string> Presets() => new()
    {
        ["GUIDON_Bootstrap__AdminEmail"] = "admin@example.org",
        ["GUIDON_Bootstrap__AdminPassword"] = "correct horse battery",
        ["GUIDON_Bootstrap__ApiKey"] = ApiKey,
        ["GUIDON_Delivery__AllowedNetworks__0"] = "127.0.0.0/8",
    };

    private static Process Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> variables)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, program));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in variables) start.Environment[name] = value;
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start");
    }

    private void Listen()
    {
        DataReceivedEventHandler append = (_, line) =>
        {
            lock (_output) _output.AppendLine(line.Data);
        };
        _process.OutputDataReceived += append;
        _process.ErrorDataReceived += append;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    // A server answers before it has said everything, and what it said is read by another thread: keys are there with the last line of the report.
    private static string LastWords(string folder, ServerSettings settings)
    {
        var isFirst = settings.ClientKey is null && (settings.Database is not null || !File.Exists(Path.Combine(folder, "installation.key")));
        var hasSample = settings.Variables.GetValueOrDefault("GUIDON_Bootstrap__SampleProject") != "false";
        return !isFirst ? " is ready at " : hasSample ? "  curl " : "  dashboard: ";
    }

    private async Task UntilReadyAsync(string words)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var until = Stopwatch.StartNew(); until.Elapsed < s_patience; await look.WaitForNextTickAsync())
        {
            if (_process.HasExited)
            {
                await _process.WaitForExitAsync();   // for its last lines too
                throw new InvalidOperationException($"The server ended with {_process.ExitCode}:\n{Output}");
            }

            if (Output.Contains(words, StringComparison.Ordinal) && await IsReadyAsync()) return;
        }

        throw new TimeoutException($"The server was not ready in time:\n{Output}");
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await Http.GetAsync("health/ready");
            return answer.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or SocketException or OperationCanceledException)
        {
            return false;   // not listening yet
        }
    }

    private void ReadKeys(ServerSettings settings)
    {
        ClientKey = settings.ClientKey ?? ClientKeyLine().Match(Output).Groups[1].Value;
        ServerKey = settings.ServerKey ?? ServerKeyLine().Match(Output).Groups[1].Value;
    }

    [GeneratedRegex(@"client-side key:\s*(\S+)")]
    private static partial Regex ClientKeyLine();

    [GeneratedRegex(@"server-side key:\s*(\S+)")]
    private static partial Regex ServerKeyLine();
}
