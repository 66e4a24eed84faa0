using System.CommandLine;
using System.Text.Json;
using Guidon.Contracts;

namespace Guidon.Cli;

/// <summary><c>guidon doctor</c>: compares what was counted with what is stored, in a data folder or through a running server.</summary>
internal static class DoctorVerb
{
    private const int Findings = 1;
    private const int BadInput = 2;
    private const int Unexplained = 3;
    private const int ReplayedMax = 100_000;

    internal static Command Build(Verbs verbs)
    {
        var data = new Option<string>("--data") { Description = "Folder to examine; no server may be using it. Default ./data.", DefaultValueFactory = _ => "data" };
        var database = ServeVerb.Database("Examine this PostgreSQL instead of the folder, also while nodes use it: before an upgrade, after a restore.");
        var url = new Option<string?>("--url") { Description = $"A running server to ask instead; its key comes from {ServerCalls.KeyVariable}." };
        var audit = new Option<bool>("--verify-audit") { Description = "Read the chain of audit records instead, and name the first that was altered, is missing or stands elsewhere." };
        var last = new Option<int?>("--replay-last")
        {
            Description = "Instead: maps the newest N events of each destination with this build, sends nothing, and lists what differs from what was sent, also while "
                + "a server uses the folder. Exit code 3 when a difference is not announced by a higher mapper version, to gate a deployment on it.",
        };
        last.Validators.Add(parsed =>
        {
            if (parsed.GetValue(last) is < 1 or > ReplayedMax) parsed.AddError($"--replay-last takes a number from 1 to {ReplayedMax}.");
        });
        var command = new Command("doctor", "Examines the stored data: ledgers, rows, published documents, events, flag tables, schema, storage. One line per finding; exit code 1 when there are any.")
        {
            data,
            database,
            url,
            audit,
            last,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var (folder, isAudit) = (ServeVerb.Folder(parsed.GetValue(data)), parsed.GetValue(audit));
            if (parsed.GetValue(last) is { } events) return TellMappers(await verbs.CompareMappersAsync(folder, events, cancellation).ConfigureAwait(false));
            if (parsed.GetValue(url) is not { } server) return Tell((isAudit ? verbs.VerifyAudit : verbs.Examine)(folder, parsed.GetValue(database)));
            return isAudit ? await AskForAuditAsync(server, cancellation).ConfigureAwait(false) : await AskAsync(server, cancellation).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> AskAsync(string url, CancellationToken cancellation)
    {
        var (calls, error) = ServerCalls.Open(url, Environment.GetEnvironmentVariable(ServerCalls.KeyVariable));
        using (calls)
        {
            string? text = null;
            if (calls is not null) (text, error) = await calls.SendAsync(HttpMethod.Get, "status?whole=true", null, cancellation).ConfigureAwait(false);
            if (text is null || JsonSerializer.Deserialize(text, ContractsJson.Default.StatusAnswer) is not { } status)
            {
                await Console.Error.WriteLineAsync($"guidon doctor: {error}").ConfigureAwait(false);
                return BadInput;
            }

            TellStorage(status);
            return Tell((status.Findings, null));
        }
    }

    private static async Task<int> AskForAuditAsync(string url, CancellationToken cancellation)
    {
        var (calls, error) = ServerCalls.Open(url, Environment.GetEnvironmentVariable(ServerCalls.KeyVariable));
        using (calls)
        {
            string? text = null;
            if (calls is not null) (text, error) = await calls.SendAsync(HttpMethod.Get, "audit/verification", null, cancellation).ConfigureAwait(false);
            return text is not null && JsonSerializer.Deserialize(text, ContractsJson.Default.IReadOnlyListFindingView) is { } findings ? Tell((findings, null)) : Tell(([], error));
        }
    }

    // What the server promises and could not keep; no findings, so that they do not change the exit code.
    private static void TellStorage(StatusAnswer status)
    {
        var storage = status.Storage;
        Console.WriteLine($"Storage: promise {storage.Promise}, space {storage.Space}, {storage.UsableBytes >> 20} MiB usable.");
        foreach (var gap in status.CaptureGaps)
            Console.WriteLine($"Gap: {gap.Events} events were not accepted from {gap.FirstAt:u} to {gap.LastAt:u}{(gap.Open ? " and it goes on" : "")}: {gap.Reason}.");
        foreach (var notice in status.RetentionNotices)
            Console.WriteLine($"Notice: {notice.Events} events of destination {notice.Destination} expire in {notice.DaysLeft} days unless they are delivered.");
    }

    private static int TellMappers((IReadOnlyList<string> Lines, int Unexplained, string? Refusal) compared)
    {
        if (compared.Refusal is { } refusal)
        {
            Console.Error.WriteLine($"guidon doctor: {refusal}");
            return BadInput;
        }

        foreach (var line in compared.Lines) Console.WriteLine(line);
        return compared.Unexplained > 0 ? Unexplained : 0;
    }

    private static int Tell((IReadOnlyList<FindingView> Findings, string? Refusal) examined)
    {
        if (examined.Refusal is { } refusal)
        {
            Console.Error.WriteLine($"guidon doctor: {refusal}");
            return BadInput;
        }

        foreach (var finding in examined.Findings) Console.WriteLine($"{finding.Code}: {finding.Text}");
        if (examined.Findings.Count > 0) return Findings;
        Console.WriteLine("All is well.");
        return 0;
    }
}
