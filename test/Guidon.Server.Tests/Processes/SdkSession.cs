using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Guidon.Server.Tests.Processes;

/// <summary>A conversation with an official SDK in a process of its own (<c>test/sdk</c>): step by step, so that a test can do things in between.</summary>
public sealed class SdkSession : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);
    private static readonly string s_folder = Path.Combine(SdkProgram.RepositoryRoot(), "test", "sdk");

    private readonly Process _node;
    private readonly StringBuilder _errors = new();

    private SdkSession(Process node)
    {
        _node = node;
        _node.ErrorDataReceived += (_, line) =>
        {
            lock (_errors) _errors.AppendLine(line.Data);
        };
        _node.BeginErrorReadLine();
    }

    private string Errors
    {
        get
        {
            lock (_errors) return _errors.ToString();
        }
    }

    /// <summary>Starts a program below <c>test/sdk</c>.</summary>
    public static SdkSession Start(string program, params string[] arguments)
    {
        var folder = Path.GetDirectoryName(Path.Combine(s_folder, program)) ?? s_folder;
        Assert.True(Directory.Exists(Path.Combine(folder, "node_modules")), $"{folder}/node_modules is missing: run 'dotnet run build.cs -- test', which installs it");
        return new SdkSession(Process.Start(new ProcessStartInfo("node", [program, .. arguments])
        {
            WorkingDirectory = s_folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }) ?? throw new InvalidOperationException("node did not start"));
    }

    /// <summary>Takes a step and expects that nothing is thrown.</summary>
    public async Task<JsonElement> AskAsync(string step, object? given = null)
    {
        var (answer, error) = await TryAsync(step, given);
        Assert.True(error is null, $"{step}: {error}\n{Errors}");
        return answer;
    }

    /// <summary>Takes a step; what the SDK threw to its caller is the error. What it threw past its caller ends the process and fails the test.</summary>
    public async Task<(JsonElement Answer, string? Error)> TryAsync(string step, object? given = null)
    {
        using var timeout = new CancellationTokenSource(s_patience);
        await WriteAsync(JsonSerializer.Serialize(new { step, given }), timeout.Token);
        var line = await _node.StandardOutput.ReadLineAsync(timeout.Token);
        Assert.True(line is not null, $"{step}: the SDK's process ended.\n{Errors}");
        var json = JsonElement.Parse(line);
        return json.TryGetProperty("error", out var error) ? (default, error.GetString()) : (json.GetProperty("answer"), null);
    }

    private async Task WriteAsync(string line, CancellationToken cancellation)
    {
        try
        {
            await _node.StandardInput.WriteLineAsync(line.AsMemory(), cancellation);
            await _node.StandardInput.FlushAsync(cancellation);
        }
        catch (IOException)
        {
            Assert.Fail($"{line}: the SDK's process had ended.\n{Errors}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_node.HasExited) _node.StandardInput.Close();
        using var timeout = new CancellationTokenSource(s_patience);
        try
        {
            await _node.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            _node.Kill(entireProcessTree: true);   // a browser that does not close is no finding about the server
            await _node.WaitForExitAsync(CancellationToken.None);
        }

        _node.Dispose();
    }
}
