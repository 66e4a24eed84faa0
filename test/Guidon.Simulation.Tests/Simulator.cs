using System.Diagnostics;
using System.Globalization;

namespace Guidon.Simulation.Tests;

/// <summary>Runs the simulator in processes of its own, since only there the thread pool can have one thread.</summary>
internal static class Simulator
{
    /// <summary>Runs seeds, half of them in each of two processes.</summary>
    /// <returns>What was printed; the seed lines are left out when all went well.</returns>
    internal static async Task<string> FailuresAsync(int from, int count, params string[] more)
    {
        var half = count / 2;
        var outputs = half == 0 ? [await RunAsync(from, count, more)] : await Task.WhenAll(RunAsync(from, half, more), RunAsync(from + half, count - half, more));
        return string.Concat(outputs.Where(output => output.HasFailed).Select(output => output.Text));
    }

    /// <summary>The hash of one seed's trace, made by a process of its own.</summary>
    internal static async Task<string> TraceAsync(int seed)
    {
        var (text, hasFailed) = await RunAsync(seed, 1);
        Assert.False(hasFailed, text);
        return text.Split(' ')[4];
    }

    private static async Task<(string Text, bool HasFailed)> RunAsync(int from, int count, params string[] more)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])[typeof(Simulator).Assembly.Location, Text(from), Text(count), .. more]) start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The simulator does not start.");
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (text, process.ExitCode != 0);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
