using System.Runtime.InteropServices;

namespace Guidon.Load;

/// <summary>The run as Markdown, to be pasted into bench/README.md.</summary>
internal static class Report
{
    private static readonly List<string> s_ends = [];

    internal static void Start(LoadOptions options)
    {
        Console.WriteLine($"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}.");
        Console.WriteLine($"{options.Connections} connections, {options.Rounds} rounds of {options.Seconds} s each, floor and Guidon in turn; client, servers and receiver on the same machine.");
        Console.WriteLine();
        Console.WriteLine("| request | floor req/s | p50 ms | p99 ms | Guidon req/s | p50 ms | p99 ms | Guidon / floor | MiB |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
    }

    internal static void Row(string name, Measurement floor, Measurement guidon, long mebibytes) =>
        Console.WriteLine($"| {name} | {Cells(floor)} | {Cells(guidon)} | {guidon.RequestsPerSecond / floor.RequestsPerSecond:0.00} | {mebibytes} |");

    internal static void End(string name, TimeSpan drained, Ledger ledger, long requests) => s_ends.Add(
        $"{name}: {ledger.Accepted} accepted, {ledger.Delivered} delivered in {requests} requests, residual {ledger.Residual}; {drained.TotalSeconds:0.0} s to deliver what was pending after the measured rounds.");

    /// <summary>What does not belong into the table.</summary>
    internal static void Ends()
    {
        Console.WriteLine();
        foreach (var end in s_ends) Console.WriteLine(end);
    }

    private static string Cells(Measurement measured) =>
        $"{measured.RequestsPerSecond:#,0} | {measured.Milliseconds(0.5):0.00} | {measured.Milliseconds(0.99):0.00}";
}
