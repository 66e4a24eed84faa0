using System.Diagnostics;

namespace Guidon.Evaluation.Tests.Differential;

/// <summary>The official engine in a Node process, fed in bulk.</summary>
internal static class NodeEngine
{
    private static readonly string Folder = RepositoryPath.Of("test", "Guidon.Evaluation.Tests", "node");

    /// <param name="lines">One JSON text per document; engine.mjs says of what shape.</param>
    /// <returns>One JSON text per document: the list of results.</returns>
    public static async Task<string[]> EvaluateAsync(IEnumerable<string> lines)
    {
        Assert.True(
            Directory.Exists(Path.Combine(Folder, "node_modules", "flagsmith-nodejs")),
            "The official engine is not installed: run `npm ci` in test/Guidon.Evaluation.Tests/node.");
        using var node = Start();
        var output = node.StandardOutput.ReadToEndAsync();
        var errors = node.StandardError.ReadToEndAsync();
        foreach (var line in lines) await node.StandardInput.WriteLineAsync(line);
        node.StandardInput.Close();
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, await errors);
        return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static Process Start()
    {
        var start = new ProcessStartInfo("node", [Path.Combine(Folder, "engine.mjs")])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            StandardInputEncoding = new System.Text.UTF8Encoding(false), StandardOutputEncoding = System.Text.Encoding.UTF8,
        };
        try
        {
            return Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new InvalidOperationException("The differential test needs `node` (20 or newer) on the path.", error);
        }
    }
}
