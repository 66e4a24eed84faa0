using System.Runtime.InteropServices;

namespace Guidon.Load;

/// <summary>The run as Markdown, to be pasted into bench/README.md.</summary>
internal static class Report
{
    internal static void Start(LoadOptions options)
    {
        Console.WriteLine($"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}.");
        Console.WriteLine($"{options.Connections} connections, {options.Rounds} rounds of {options.Seconds} s each, floor and Guidon in turn; client, servers and receiver on the same machine.");
        Console.WriteLine();
        Console.WriteLine("| request | floor req/s | p50 ms | p99 ms | Guidon req/s | p50 ms | p99 ms | Guidon / floor |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|");
    }

    internal static void Row(string name, Measurement floor, Measurement guidon) =>
        Console.WriteLine($"| {name} | {Cells(floor)} | {Cells(guidon)} | {guidon.RequestsPerSecond / floor.RequestsPerSecond:0.00} |");

    internal static void End(TimeSpan drained, Ledger ledger, long received)
    {
        Console.WriteLine();
        Console.WriteLine($"Webhook: {ledger.Accepted} accepted, {ledger.Delivered} delivered, {received} received, residual {ledger.Residual}; {drained.TotalSeconds:0.0} s to deliver what was pending after the measured rounds.");
    }

    private static string Cells(Measurement measured) =>
        $"{measured.RequestsPerSecond:#,0} | {measured.Milliseconds(0.5):0.00} | {measured.Milliseconds(0.99):0.00}";
}
