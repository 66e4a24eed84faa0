using System.Diagnostics;
using Guidon.Monitoring.Rules;
using Guidon.Monitoring.Tests.Operations;

namespace Guidon.Monitoring.Tests;

/// <summary>What is shipped for operators is made from the rule catalog, and works in the program that it is for.</summary>
public sealed class OperationsTests
{
    private const string Folder = "docs/operations/";

    /// <summary><c>GUIDON_WRITE_DOCS=1</c> (set by <c>build.cs docs</c>) writes the files instead of comparing them.</summary>
    [Fact]
    [Trait("Row", "M10")]
    public void Files_for_operators_are_the_catalogs()
    {
        var stale = new List<string>();
        foreach (var (path, text) in Files())
        {
            var file = Path.Combine(Root(), path);
            if (Environment.GetEnvironmentVariable("GUIDON_WRITE_DOCS") == "1") Write(file, text);
            else if (!File.Exists(file) || File.ReadAllText(file) != text) stale.Add(path);
        }

        var pages = Directory.GetFiles(Path.Combine(Root(), "docs", "runbooks"), "*.md").Select(Path.GetFileNameWithoutExtension);
        Assert.Equal(RuleCatalog.All.Select(rule => rule.Name).Append("README").Order(StringComparer.Ordinal), pages.Order(StringComparer.Ordinal));
        Assert.True(stale.Count == 0, $"{string.Join(", ", stale)}: run 'dotnet run build.cs -- docs'");
    }

    [Fact]
    [Trait("Row", "M10")]
    public void Every_rule_that_Prometheus_can_see_has_a_case() =>
        Assert.Empty(RuleCatalog.All.Where(rule => rule.Expression.Length > 0).Select(rule => rule.Name).Except(PromtoolCases.All.Where(each => each.Fires is not null).Select(each => each.Rule)));

    [Fact]
    [Trait("Category", "External")]
    [Trait("Row", "M01")]
    [Trait("Row", "M02")]
    [Trait("Row", "MON-04")]
    public async Task Promtool_finds_the_rules_sound_and_every_case_as_it_must_be()
    {
        var folder = Path.Combine(Root(), Folder);

        Assert.Equal((0, ""), await PromtoolAsync(folder, "check", "rules", "alerts.yml"));
        Assert.Equal((0, ""), await PromtoolAsync(folder, "test", "rules", "alerts_test.yml", "alerts_slow_test.yml"));
    }

    private static IEnumerable<(string Path, string Text)> Files() =>
    [
        (Folder + "alerts.yml", PrometheusRules.Write()),
        (Folder + "alerts_test.yml", PromtoolFile.Write(isSlow: false)),
        (Folder + "alerts_slow_test.yml", PromtoolFile.Write(isSlow: true)),
        (Folder + "alertmanager.example.yml", AlertmanagerExample.Write()),
        (Folder + "dashboard.json", Dashboard.Write()),
        .. RunbookPages.Write(),
    ];

    private static void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    // On success promtool says so at length; only what it says on failure matters.
    private static async Task<(int Code, string Output)> PromtoolAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("promtool", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, process.ExitCode == 0 ? "" : await output + await errors);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Guidon.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside of the tree.");
    }
}
