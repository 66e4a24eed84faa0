using System.Diagnostics;

namespace Guidon.Server.Tests.Nodes;

/// <summary>The server of the commit before the newest step of the schema, built from the history of this repository.</summary>
public sealed class EarlierBuild : IDisposable
{
    private const string Migrations = "src/Guidon.Storage.Sqlite/Migrations";
    private const int NumberChars = 4;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(20);

    private EarlierBuild(string folder, string commit, string step) => (Folder, Commit, Step) = (folder, commit, step);

    /// <summary>Where it was built.</summary>
    public string Folder { get; }

    public string Commit { get; }

    /// <summary>The step that it does not know.</summary>
    public string Step { get; }

    public string Program => Path.Combine(Folder, "src/Guidon.Server/bin/Release/net10.0/Guidon.Server.dll");

    /// <summary>Takes the sources out of the history and builds them.</summary>
    public static async Task<EarlierBuild> MakeAsync()
    {
        var root = Root();
        var step = Path.GetFileName(Directory.GetFiles(Path.Combine(root, Migrations), "*.sql").Order(StringComparer.Ordinal).Last());
        var commit = await BeforeAsync(root, step);
        var folder = Directory.CreateTempSubdirectory("guidon-earlier-").FullName;
        await RunAsync(root, "git", "archive", "--format=tar", "-o", Path.Combine(folder, "sources.tar"), commit);
        await RunAsync(folder, "tar", "-xf", "sources.tar");
        await RunAsync(folder, "dotnet", "build", "src/Guidon.Server", "-c", "Release", "-v", "q", "--nologo", "-p:UseSharedCompilation=false", "-nodeReuse:false");
        return new EarlierBuild(folder, commit, step);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    // Along the main line, where a merge brings a branch's step under its final number. Numbers and not names: a step may have been given another name on its way.
    private static async Task<string> BeforeAsync(string root, string step)
    {
        foreach (var commit in (await RunAsync(root, "git", "log", "--first-parent", "-m", "--format=%H", "--", Migrations)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var newest = (await RunAsync(root, "git", "ls-tree", "--name-only", commit, Migrations + "/")).Trim().Split('\n').Select(Path.GetFileName).Max(StringComparer.Ordinal);
            if (string.CompareOrdinal(newest, 0, step, 0, NumberChars) < 0) return commit;
        }

        throw new InvalidOperationException($"The history of git lacks a commit before the one that added {step}; this test needs a whole clone, and builds what was before it.");
    }

    private static async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} is missing.");
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var timeout = new CancellationTokenSource(s_patience);
        await process.WaitForExitAsync(timeout.Token);
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: this test needs the history of git and builds from it.\n{await output}{await errors}");
        return await output;
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Guidon.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"No source tree above {AppContext.BaseDirectory}.");
    }
}
