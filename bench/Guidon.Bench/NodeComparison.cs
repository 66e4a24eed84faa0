using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using BenchmarkDotNet.Reports;
using Guidon.Evaluation;
using Guidon.Flags;

namespace Guidon.Bench;

/// <summary>Times the official Node engine on the same document and identity and prints how many times longer it takes.</summary>
internal static class NodeComparison
{
    public static void Print(Summary summary)
    {
        var ours = summary.Reports.FirstOrDefault(report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name == nameof(EvaluationBenchmarks.AllFlagsAndSegments));
        if (ours?.ResultStatistics is not { } statistics) return;
        var answer = Run(Script(), Input());
        if (answer is null)
        {
            Console.WriteLine("The official engine was not timed: run `npm ci` in bench/Guidon.Bench/node, and have node on the path.");
            return;
        }

        var node = answer["nanoseconds"]!.GetValue<double>();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"flagsmith-nodejs {answer["version"]} on node {answer["node"]}: {node / 1_000:0.0} µs; ours {statistics.Mean / 1_000:0.00} µs; ratio {node / statistics.Mean:0}"));
    }

    private static string Script()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Guidon.slnx"))) folder = folder.Parent;
        return Path.Combine(folder?.FullName ?? ".", "bench", "Guidon.Bench", "node", "engine-time.mjs");
    }

    private static string Input()
    {
        var document = new ArrayBufferWriter<byte>();
        EnvironmentDocumentWriter.Write(EvaluationDocument.Document, document);
        var traits = new JsonObject(EvaluationDocument.Traits.Select(trait => KeyValuePair.Create(trait.Key, JsonNode.Parse(trait.Value.Json))));
        return new JsonObject { ["document"] = JsonNode.Parse(document.WrittenSpan), ["identifier"] = EvaluationDocument.Identifier, ["traits"] = traits }.ToJsonString();
    }

    private static JsonNode? Run(string script, string input)
    {
        try
        {
            using var node = Process.Start(new ProcessStartInfo("node", [script]) { RedirectStandardInput = true, RedirectStandardOutput = true });
            if (node is null) return null;
            node.StandardInput.Write(input);
            node.StandardInput.Close();
            var output = node.StandardOutput.ReadToEnd();
            node.WaitForExit();
            return node.ExitCode == 0 ? JsonNode.Parse(output) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
