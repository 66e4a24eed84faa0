using BenchmarkDotNet.Running;

namespace Guidon.Bench;

/// <summary>Runs benchmarks by name: <c>dotnet run -c Release --project bench/Guidon.Bench -- --filter '*Evaluation*'</c>.</summary>
public static class Program
{
    public static int Main(string[] args)
    {
        var summaries = BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        foreach (var summary in summaries) NodeComparison.Print(summary);
        return 0;
    }
}
