// Everything that is done to this tree by hand or by CI: `dotnet run build.cs -- <verb>`.
// A file-based program: it inherits Directory.Build.props, so the three lines below take back what only projects need.
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
#:property RestoreLockedMode=false

using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

Directory.SetCurrentDirectory(AppContext.GetData("EntryPointFileDirectoryPath") as string ?? Directory.GetCurrentDirectory());
var rest = args.Skip(1).ToArray();
try
{
    return args switch
    {
        ["test"] => Verbs.Test(Selection.Everything),
        ["test", "quick"] => Verbs.Test(Selection.Quick),
        ["test", "nightly"] => Verbs.Test(Selection.Nightly),
        ["approve"] => Verbs.Approve(),
        ["approve", "payloads"] => Verbs.ApprovePayloads(),
        ["tidy"] => Verbs.Tidy(),
        ["docs"] => Verbs.Docs(),
        ["pictures"] => Verbs.Pictures(),
        ["bench", ..] => Verbs.Bench(rest),
        ["run", ..] => Shell.Run("dotnet", ["run", "-c", "Release", "--project", "src/Guidon.Server", "--", .. rest]),
        ["release", var version] => Changelog.Release(version),
        _ => Verbs.Usage(),
    };
}
catch (BuildException stop)
{
    Console.Error.WriteLine($"build: {stop.Message}");
    return 1;
}

internal static class Verbs
{
    internal static int Usage()
    {
        Console.WriteLine("""
            dotnet run build.cs -- <verb>
              test              everything but the nightly tests; first installs what they need and says so
              test quick        only what needs nothing beside the .NET SDK
              test nightly      only the tests of category Nightly: long, random, seeds printed
              approve           takes what the server now answers to the recorded corpus as right; look at the difference
              approve payloads  the same for what integrations send: completes the files of test/Guidon.Integrations.Tests/golden
              tidy              mends white space, then checks the rules of the tree
              docs              writes docs/integrations.md, docs/operations and docs/runbooks from the catalogs
              pictures          takes the pictures of docs/images from a running server
              bench [room]      without a room the load comparison, with `start`, `backlog`, `lists`, `changes` or `memory` those; else that room's benchmarks (bench/README.md)
              run [options]     the server, built for release
              release VERSION   moves the fragments of changes/ into CHANGELOG.md
            """);
        return 2;
    }

    internal static int Test(Selection selection)
    {
        if (selection.NeedsNode) Needs.Install("test");
        Build("Guidon.slnx");
        // One folder for all that tests leave behind: servers that were killed on purpose cannot tidy up, and each holds 64 MB in reserve.
        var scratch = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"guidon-tests-{Environment.ProcessId}")).FullName;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(scratch, (UnixFileMode)0x3FF);   // as /tmp is: PostgreSQL runs as a user of its own
        Environment.SetEnvironmentVariable("TMPDIR", scratch);
        try
        {
            return Suite.Run(Directory.GetDirectories("test", "*.Tests").Order(StringComparer.Ordinal), selection);
        }
        finally
        {
            Remove(scratch);
        }
    }

    // A shell that ends a test's PostgreSQL outlives the test for a moment and removes the folder of that, too.
    private static void Remove(string folder)
    {
        for (var looks = 0; Directory.Exists(folder); looks++)
        {
            try { Directory.Delete(folder, recursive: true); }
            catch (IOException) when (looks < 600) { Thread.Sleep(100); }
        }
    }

    // The tests that compare files write them when they are told so: one rendering, no second program.
    internal static int Approve() => Written("APPROVE_CORPUS", "1", "Guidon.Server.Tests", "FullyQualifiedName~CorpusTests");

    internal static int ApprovePayloads() => Written("GUIDON_APPROVE_PAYLOADS", "1", "Guidon.Integrations.Tests", "FullyQualifiedName~PayloadTests");

    internal static int Docs() =>
        Written("GUIDON_WRITE_DOCS", "1", "Guidon.Integrations.Tests", "FullyQualifiedName~CatalogTests")
        + Written("GUIDON_WRITE_DOCS", "1", "Guidon.Monitoring.Tests", "FullyQualifiedName~OperationsTests.Files");

    internal static int Pictures()
    {
        Needs.Install("test");
        return Written("WRITE_PICTURES", Path.GetFullPath("docs/images"), "Guidon.Dashboard.Tests", "Category=Pictures");
    }

    private static int Written(string variable, string value, string project, string tests)
    {
        Build($"test/{project}");
        Environment.SetEnvironmentVariable(variable, value);
        return Shell.Run("dotnet", ["test", $"test/{project}/bin/Release/net10.0/{project}.dll", "--filter", tests]);
    }

    internal static int Tidy()
    {
        Shell.Must("dotnet", ["format", "whitespace", ".", "--folder"]);
        Build("test/Guidon.Tidy.Tests");
        return Suite.Run(["test/Guidon.Tidy.Tests"], Selection.Everything);
    }

    internal static int Bench(string[] options)
    {
        if (options is [var room, .. var rest] && !room.StartsWith('-') && room is not ("start" or "backlog" or "memory" or "lists" or "changes"))
        {
            Needs.Install("bench");
            return Shell.Run("dotnet", ["run", "-c", "Release", "--project", "bench/Guidon.Bench", "--", "--filter", $"*{room}*", .. rest]);
        }
        Build("src/Guidon.Server");
        return Shell.Run("dotnet", ["run", "-c", "Release", "--project", "bench/Guidon.Load", "--", .. options]);
    }

    // One configuration for all: the tests start the very server that is shipped.
    private static void Build(string what) =>
        Shell.Must("dotnet", ["build", what, "-c", "Release", "--nologo", "-v", "q", "--tl:off"]);
}

/// <param name="Filter">In the language of `dotnet test --filter`.</param>
/// <param name="NeedsNode">Tests of category External run too; they start Node programs.</param>
/// <param name="EveryProject">A test project from which nothing ran is an error.</param>
internal sealed record Selection(string Filter, bool NeedsNode, bool EveryProject)
{
    internal static readonly Selection Everything = new("Category!=Nightly&Category!=Pictures", NeedsNode: true, EveryProject: true);
    internal static readonly Selection Quick = new("Category!=Nightly&Category!=Pictures&Category!=External", NeedsNode: false, EveryProject: false);
    internal static readonly Selection Nightly = new("Category=Nightly", NeedsNode: true, EveryProject: false);
}

/// <summary>What tests of category External need beside the .NET SDK: Node, npm, the locked packages of each Node folder, Chromium, PostgreSQL, promtool, and Python for its own word on signatures.</summary>
internal static class Needs
{
    private const int NodeMajorMin = 18;

    /// <param name="part">The folder of the tree under which Node folders are looked for.</param>
    internal static void Install(string part)
    {
        if (Version("node") is null || Version("npm") is null) InstallNode();
        var node = Version("node");
        if (node is null || int.Parse(node.Split('.')[0]) < NodeMajorMin)
            throw new BuildException($"the tests need Node {NodeMajorMin} or newer; found {node ?? "none"}");
        Console.WriteLine($"needs: node {node}");
        if (part == "test")
        {
            InstallChromium();
            InstallPostgres();
            InstallPython();
            InstallPromtool();
        }

        var locks = Directory.GetFiles(part, "package-lock.json", SearchOption.AllDirectories).Where(path => !path.Contains("node_modules", StringComparison.Ordinal));
        foreach (var file in locks.Order(StringComparer.Ordinal)) InstallPackages(Path.GetDirectoryName(file) ?? part);
    }

    private static void InstallNode()
    {
        if (!CanInstall)
            throw new BuildException($"the tests need Node {NodeMajorMin} or newer with npm on the PATH (installed here only by root on Debian or Ubuntu)");
        AptGet("nodejs", "npm");
    }

    private static void InstallChromium()
    {
        var path = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium";
        if (File.Exists(path)) return;
        if (!CanInstall)
            throw new BuildException($"the tests need Chromium at {path}, or its path in the variable CHROMIUM (installed here only by root on Debian)");
        AptGet("chromium");
    }

    private static void InstallPromtool()
    {
        if (Version("promtool") is not null) return;
        if (!CanInstall) throw new BuildException("the tests need promtool on the PATH, which comes with Prometheus (installed here only by root on Debian)");
        AptGet("prometheus");
    }

    // The package also makes a cluster and starts it; the tests leave that alone and make their own.
    private static void InstallPostgres()
    {
        if (Directory.Exists("/usr/lib/postgresql")) return;
        if (!CanInstall)
            throw new BuildException("the tests need PostgreSQL 15 or newer under /usr/lib/postgresql (installed here only by root on Debian)");
        AptGet("postgresql");
    }

    private static void InstallPython()
    {
        if (Version("python3") is not null) return;
        if (!CanInstall) throw new BuildException("the tests need python3 on the PATH (installed here only by root on Debian or Ubuntu)");
        AptGet("python3");
    }

    private static bool CanInstall => OperatingSystem.IsLinux() && File.Exists("/usr/bin/apt-get") && Environment.UserName == "root";

    private static void AptGet(params string[] packages)
    {
        Console.WriteLine($"needs: installing {string.Join(" and ", packages)} with apt-get");
        Shell.MustQuietly("apt-get", ["update"]);
        Shell.MustQuietly("apt-get", ["install", "-y", "--no-install-recommends", .. packages]);
    }

    private static void InstallPackages(string folder)
    {
        // npm writes this file last; newer than the lock file means that a whole installation stands.
        var installed = new FileInfo(Path.Combine(folder, "node_modules", ".package-lock.json"));
        var wanted = new FileInfo(Path.Combine(folder, "package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc > wanted.LastWriteTimeUtc) return;
        Console.WriteLine($"needs: npm ci in {folder}");
        Shell.MustQuietly("npm", ["--prefix", folder, "ci", "--no-audit", "--no-fund", "--ignore-scripts"]);
    }

    private static string? Version(string program)
    {
        try
        {
            var (code, output) = Shell.Capture(program, ["--version"]);
            return code == 0 ? output.Split('\n')[0].Trim().TrimStart('v') : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;   // Not on the PATH: the caller says so.
        }
    }
}

internal static class Suite
{
    private const string Results = "artifacts/test";

    /// <summary>One project after the other: on a small machine tests side by side disturb each other's time limits.</summary>
    internal static int Run(IEnumerable<string> projects, Selection selection)
    {
        if (Directory.Exists(Results)) Directory.Delete(Results, recursive: true);
        var (passed, failed, skipped) = (0, 0, 0);
        foreach (var project in projects)
        {
            var outcome = RunProject(project, selection);
            passed += outcome.Passed;
            failed += outcome.Failed;
            skipped += outcome.Skipped;
        }
        if (passed + failed == 0) Console.WriteLine("FAILED: no test was executed");
        if (skipped > 0) Console.WriteLine("FAILED: tests were skipped, and here nothing is skipped");
        Console.WriteLine($"{passed} passed, {failed} failed, {skipped} skipped");
        return passed > 0 && failed == 0 && skipped == 0 ? 0 : 1;
    }

    private static Outcome RunProject(string project, Selection selection)
    {
        var name = Path.GetFileName(project);
        var watch = Stopwatch.StartNew();
        var (code, output) = Shell.Capture("dotnet",
        [
            "test", Path.Combine(project, "bin", "Release", "net10.0", $"{name}.dll"),
            "--filter", selection.Filter, "--results-directory", Results, "--logger", $"trx;LogFileName={name}.trx",
            "--blame-hang-timeout", "20m", "--blame-hang-dump-type", "none",
        ]);
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Results).FullName, $"{name}.log"), output);
        var outcome = Outcome.Read(Path.Combine(Results, $"{name}.trx"));
        if (code != 0 && outcome.Failed == 0)
        {
            Console.WriteLine($"FAILED: {name} ended with {code} and named no failed test:\n{Shell.Tail(output)}");
            outcome = outcome with { Failed = 1 };
        }
        if (selection.EveryProject && outcome is { Passed: 0, Failed: 0 })
        {
            Console.WriteLine($"FAILED: {name} executed no test");
            outcome = outcome with { Failed = 1 };
        }
        Console.WriteLine($"{name}: {outcome.Passed} passed, {outcome.Failed} failed, {outcome.Skipped} skipped in {watch.Elapsed.TotalSeconds:0.0} s");
        return outcome;
    }
}

internal sealed record Outcome(int Passed, int Failed, int Skipped)
{
    /// <summary>Counts the results of one run and prints each failed test with what it said.</summary>
    internal static Outcome Read(string trx)
    {
        if (!File.Exists(trx)) return new Outcome(0, 0, 0);
        // Counted one by one: the file's own sums leave out tests that were skipped.
        var results = XDocument.Load(trx).Descendants().Where(element => element.Name.LocalName == "UnitTestResult").ToList();
        var failed = results.Where(result => Text(result, "outcome") is not ("Passed" or "NotExecuted")).ToList();
        foreach (var result in failed)
        {
            Console.WriteLine($"FAILED: {Text(result, "testName")}");
            foreach (var part in result.Descendants().Where(element => element.Name.LocalName is "Message" or "StackTrace" or "StdOut"))
                Console.WriteLine("    " + part.Value.Trim().ReplaceLineEndings("\n    "));
        }
        var skipped = results.Count(result => Text(result, "outcome") == "NotExecuted");
        return new Outcome(results.Count - failed.Count - skipped, failed.Count, skipped);
    }

    private static string Text(XElement result, string attribute) => result.Attribute(attribute)?.Value ?? "";
}

internal static partial class Changelog
{
    private static readonly string[] s_kinds = ["breaking", "security", "added", "changed", "fixed"];

    internal static int Release(string version)
    {
        if (!PlainVersion.IsMatch(version)) throw new BuildException($"'{version}' is not a version such as 0.2.0");
        var fragments = Directory.GetFiles("changes", "*.*.md").Order(StringComparer.Ordinal).ToList();
        if (fragments.Count == 0) throw new BuildException("changes/ holds no fragment: there is nothing to release");
        var text = File.ReadAllText("CHANGELOG.md").TrimEnd() + "\n\n";
        var place = text.IndexOf("\n## ", StringComparison.Ordinal) is >= 0 and var found ? found + 1 : text.Length;
        File.WriteAllText("CHANGELOG.md", text.Insert(place, Section(version, fragments)).TrimEnd() + "\n");
        var properties = File.ReadAllText("Directory.Build.props");
        File.WriteAllText("Directory.Build.props", VersionProperty.Replace(properties, $"<Version>{version}</Version>"));
        fragments.ForEach(File.Delete);
        Console.WriteLine($"release: {fragments.Count} fragments moved into CHANGELOG.md as {version}; look at it, then commit");
        return 0;
    }

    private static string Section(string version, List<string> fragments)
    {
        var section = new StringBuilder($"## {version} ({DateTime.UtcNow:yyyy-MM-dd})\n\n");
        foreach (var kind in s_kinds)
        {
            var texts = fragments.Where(path => path.EndsWith($".{kind}.md", StringComparison.Ordinal)).Select(File.ReadAllText).ToList();
            if (texts.Count == 0) continue;
            section.Append($"### {char.ToUpperInvariant(kind[0])}{kind[1..]}\n\n");
            foreach (var text in texts) section.Append($"- {text.Trim().ReplaceLineEndings("\n  ")}\n");
            section.Append('\n');
        }
        return section.ToString();
    }

    [GeneratedRegex(@"^\d+\.\d+\.\d+$")] private static partial Regex PlainVersion { get; }

    [GeneratedRegex(@"<Version>[^<]*</Version>")] private static partial Regex VersionProperty { get; }
}

internal static class Shell
{
    /// <summary>Runs with this console and gives back the exit code.</summary>
    internal static int Run(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments))!;
        process.WaitForExit();
        return process.ExitCode;
    }

    internal static void Must(string program, IEnumerable<string> arguments)
    {
        if (Run(program, arguments) is not 0 and var code) throw new BuildException($"{program} ended with {code}");
    }

    /// <summary>Says nothing unless it goes wrong.</summary>
    internal static void MustQuietly(string program, IEnumerable<string> arguments)
    {
        var (code, output) = Capture(program, arguments);
        if (code != 0) throw new BuildException($"{program} ended with {code}:\n{Tail(output)}");
    }

    internal static (int Code, string Output) Capture(string program, IEnumerable<string> arguments)
    {
        using var process = new Process();
        process.StartInfo = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit();
        return (process.ExitCode, output.ToString());

        void Append(string? line)
        {
            if (line is null) return;   // a stream's end; errors may end before the first line of output
            // Both streams call from threads of their own.
            lock (output) output.Append(line).Append('\n');
        }
    }

    internal static string Tail(string output) => string.Join('\n', output.TrimEnd().Split('\n').TakeLast(40));
}

/// <summary>The message is all that a person needs; it is printed without a stack trace.</summary>
internal sealed class BuildException(string message) : Exception(message);
