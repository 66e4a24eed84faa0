using System.Diagnostics;
using System.Globalization;

namespace Guidon.Doubles;

/// <summary>
/// A real PostgreSQL of its own: initialised in a temporary folder, reached by a socket there, run by an unprivileged user, since the server
/// refuses root. It ends when this object is disposed, and when this process ends, however it ends: a shell waits for its pipe to close.
/// </summary>
public sealed class PostgresCluster : IDisposable
{
    private const int OldestMajor = 15;
    private const int LookEveryMilliseconds = 50;
    private const string User = "postgres";   // Debian's package brings it
    private const string Apart = "apart";     // a folder in its folder, as the script names it

    // A server is stopped before its children are listed, and they are waited for: one that lives on keeps the shared memory, and the next start fails.
    // ICU's English order and not the order of bytes: what relies on the latter must say so itself.
    private const string Script =
        """
        umask 022; mkdir "$2" "$2/apart" || exit 1
        "$1/initdb" -D "$2/data" -U postgres -A trust -E UTF8 --locale=C --locale-provider=icu --icu-locale=en-US --no-sync > "$2/log" 2>&1 || exit 1
        start() { "$1/postgres" -D "$2/data" -k "$2/$where" -c listen_addresses= -c max_connections=500 -c shared_buffers=64MB $3 >> "$2/log" 2>&1 & server=$!; }
        start "$@"
        while read -r where; do
          kill -STOP $server; children=$(cat /proc/$server/task/$server/children); kill -9 $server $children; wait $server
          for child in $children; do
            looks=0; while [ $looks -lt 1000 ] && grep -qs '^State:.[RSD]' /proc/$child/status; do looks=$((looks + 1)); sleep 0.01; done
          done
          rm -f "$2/data/postmaster.pid"; start "$@"
        done
        kill -QUIT $server 2> /dev/null; wait; rm -rf "$2"
        """;

    private static readonly Lazy<PostgresCluster> s_shared = new(() => Start(isDurable: false));
    private static int s_databases;

    private readonly Process _shell;
    private readonly string _programs;

    private PostgresCluster(Process shell, string programs, string folder) => (_shell, _programs, Folder) = (shell, programs, folder);

    /// <summary>One for all tests of this process, without fsync: nothing there must survive a power cut.</summary>
    public static PostgresCluster Shared => s_shared.Value;

    /// <summary>Where its socket, its files and its log are.</summary>
    public string Folder { get; }

    /// <param name="isDurable">Whether it waits for the disk, as a real one does.</param>
    public static PostgresCluster Start(bool isDurable)
    {
        var programs = Programs();
        var folder = Path.Combine(Path.GetTempPath(), "guidon-postgres-" + Guid.NewGuid().ToString("N")[..12]);
        var start = new ProcessStartInfo { RedirectStandardInput = true };
        string[] command = ["sh", "-c", Script, "sh", programs, folder, isDurable ? "" : "-c fsync=off -c full_page_writes=off"];
        if (Environment.UserName == "root") command = ["runuser", "-u", User, "--", .. command];
        start.FileName = command[0];
        foreach (var argument in command.Skip(1)) start.ArgumentList.Add(argument);
        var shell = Process.Start(start) ?? throw new InvalidOperationException("No shell.");
        var cluster = new PostgresCluster(shell, programs, folder);
        cluster.AwaitReady(folder);
        return cluster;
    }

    /// <summary>A new database.</summary>
    /// <param name="template">Copied, when nobody is connected to it.</param>
    /// <returns>Its connection string.</returns>
    public string CreateDatabase(string? template = null)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"guidon_{Environment.ProcessId}_{Interlocked.Increment(ref s_databases)}");
        Run($"CREATE DATABASE {name}" + (template is null ? "" : $" TEMPLATE {template}"));
        return $"Host={Folder};Database={name};Username=postgres";
    }

    /// <summary>Runs SQL as the superuser.</summary>
    /// <param name="sql">One or more statements.</param>
    /// <param name="database">Where.</param>
    /// <returns>What it printed, unaligned.</returns>
    public string Run(string sql, string database = "postgres")
    {
        var (code, output) = Capture("psql", "-h", Folder, "-U", "postgres", "-d", database, "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql);
        return code == 0 ? output.Trim() : throw new InvalidOperationException($"psql ended with {code}: {output}");
    }

    /// <summary>Runs one of PostgreSQL's own tools as the superuser.</summary>
    /// <param name="program">Its name: <c>pg_dump</c>.</param>
    /// <param name="arguments">Beside those that say where the server is.</param>
    public void RunTool(string program, params string[] arguments)
    {
        var (code, output) = Capture(program, ["-h", Folder, "-U", "postgres", .. arguments]);
        if (code != 0) throw new InvalidOperationException($"{program} ended with {code}: {output}");
    }

    /// <summary>SIGKILL to every process of the server, in the middle of whatever it does; returns when it has recovered and answers again.</summary>
    /// <param name="look">Looks at what the crash left before anybody else can reach it, in the folder of the socket that it is given.</param>
    public void Crash(Action<string> look)
    {
        ArgumentNullException.ThrowIfNull(look);
        var apart = Path.Combine(Folder, Apart);
        Restart(Apart, apart);
        look(apart);
        Restart("", Folder);
    }

    public void Dispose()
    {
        _shell.StandardInput.Close();
        _shell.WaitForExit();
        _shell.Dispose();
    }

    // Those of another folder find nobody there, as long as it lasts.
    private void Restart(string where, string folder)
    {
        _shell.StandardInput.WriteLine(where);
        _shell.StandardInput.Flush();
        AwaitReady(folder);
    }

    private void AwaitReady(string folder)
    {
        var watch = Stopwatch.StartNew();
        while (Capture("pg_isready", "-h", folder, "-U", "postgres", "-t", "5").Code != 0)
        {
            // Waits a moment, and learns of an early end.
            if (_shell.WaitForExit(LookEveryMilliseconds) || watch.Elapsed > TimeSpan.FromMinutes(4))
                throw new InvalidOperationException("PostgreSQL did not start: " + (File.Exists(Log) ? File.ReadAllText(Log) : "no log"));
        }
    }

    private string Log => Path.Combine(Folder, "log");

    private (int Code, string Output) Capture(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(_programs, program), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException(program);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.GetAwaiter().GetResult());
    }

    private static string Programs()
    {
        const string Debian = "/usr/lib/postgresql";
        var versions = Directory.Exists(Debian) ? Directory.GetDirectories(Debian) : [];
        return versions
            .Select(path => (Path: System.IO.Path.Combine(path, "bin"), Major: int.TryParse(System.IO.Path.GetFileName(path), out var major) ? major : 0))
            .Where(found => found.Major >= OldestMajor && File.Exists(System.IO.Path.Combine(found.Path, "initdb")))
            .OrderByDescending(found => found.Major).Select(found => found.Path).FirstOrDefault()
            ?? throw new InvalidOperationException(
                $"These tests need PostgreSQL {OldestMajor} or newer under {Debian}: install Debian's package postgresql; as root `dotnet run build.cs -- test` does.");
    }
}
