using System.Diagnostics;
using System.Text.Json;

namespace Guidon.Server.Tests.Processes;

/// <summary>An official SDK from npm, unmodified, in a process of its own (<c>test/sdk</c>).</summary>
public static class SdkProgram
{
    private static readonly string s_folder = Path.Combine(RepositoryRoot(), "test", "sdk");

    /// <summary>Asks one of the programs one question. Switches of Node may stand before its name.</summary>
    public static Task<JsonElement> AskAsync(string program, GuidonProcess server, string identity, object traits, string? environmentKey = null) =>
        AskAsync(program, new
        {
            apiUrl = new Uri(server.Address, "api/v1/").ToString(),
            environmentKey = environmentKey ?? server.ClientKey,
            serverKey = server.ServerKey,
            identity,
            traits,
        });

    /// <summary>As above, whatever the question; a program whose name ends in <c>.py</c> is Python's.</summary>
    public static async Task<JsonElement> AskAsync(string program, object asked)
    {
        Assert.True(
            Directory.Exists(Path.Combine(s_folder, "node_modules")),
            "test/sdk/node_modules is missing: run 'npm ci' in test/sdk, or 'dotnet run build.cs -- test', which does it");
        var question = JsonSerializer.Serialize(asked);
        var language = program.EndsWith(".py", StringComparison.Ordinal) ? "python3" : "node";
        using var process = Process.Start(new ProcessStartInfo(language, program.Split(' '))
        {
            WorkingDirectory = s_folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }) ?? throw new InvalidOperationException($"{language} did not start; 'dotnet run build.cs -- test' says what the tests need");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(question);
        process.StandardInput.Close();
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync(timeout.Token);
        Assert.True(process.ExitCode == 0, await errors);
        using var answer = JsonDocument.Parse(await output);
        return answer.RootElement.Clone();
    }

    /// <summary>Runs a command line tool of a package, unmodified, and expects that it succeeds.</summary>
    public static async Task RunAsync(string program, params string[] arguments)
    {
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine("node_modules", program), .. arguments])
        {
            WorkingDirectory = s_folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }) ?? throw new InvalidOperationException("node did not start; install Node.js 20 or later");
        var output = node.StandardOutput.ReadToEndAsync();
        var errors = node.StandardError.ReadToEndAsync();
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await node.WaitForExitAsync(timeout.Token);
        Assert.True(node.ExitCode == 0, await output + await errors);
    }

    /// <summary>The folder that holds the solution.</summary>
    public static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Guidon.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Guidon.slnx is in none of the folders above the tests");
    }
}
