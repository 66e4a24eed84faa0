using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Guidon.Contracts;

namespace Guidon.Cli;

/// <summary><c>guidon replay …</c>: sends events once more, through a running server.</summary>
internal static class ReplayVerb
{
    private const int Refused = 1;
    private const int BadInput = 2;

    private static readonly Option<string> s_url = new("--url")
    {
        Description = $"The server. Its key comes from {ServerCalls.KeyVariable}.",
        DefaultValueFactory = _ => ServerCalls.UsualUrl,
        Recursive = true,
    };

    internal static Command Build()
    {
        var command = new Command("replay", "Sends settled events of a destination once more, as a durable job behind live traffic.") { s_url };
        command.Subcommands.Add(Selecting("dry-run", "Counts what a replay would send, and shows payloads as they were and would be.", isDryRun: true));
        command.Subcommands.Add(Selecting("start", "Starts a replay; the same request within 24 hours is the same replay.", isDryRun: false));
        command.Subcommands.Add(Status());
        foreach (var action in (string[])["pause", "resume", "cancel"]) command.Subcommands.Add(Acting(action));
        command.Subcommands.Add(Report());
        return command;
    }

    private static Command Selecting(string name, string description, bool isDryRun)
    {
        var options = new ReplayOptions();
        var command = new Command(name, description);
        foreach (var option in options.All) command.Options.Add(option);
        command.SetAction((parsed, cancellation) => CallAsync(parsed, HttpMethod.Post, "replays", options.Json(parsed, isDryRun), isDryRun ? TellDryRun : TellOne, cancellation));
        return command;
    }

    private static Command Status()
    {
        var id = new Argument<int?>("id") { Arity = ArgumentArity.ZeroOrOne, Description = "Default: all." };
        var command = new Command("status", "Tells how far replays are.") { id };
        command.SetAction((parsed, cancellation) => parsed.GetValue(id) is { } one
            ? CallAsync(parsed, HttpMethod.Get, Path(one, ""), null, TellOne, cancellation)
            : CallAsync(parsed, HttpMethod.Get, "replays", null, TellAll, cancellation));
        return command;
    }

    private static Command Acting(string action)
    {
        var id = new Argument<int>("id") { Description = "The replay." };
        var command = new Command(action, $"Lets a replay {action}.") { id };
        command.SetAction((parsed, cancellation) =>
            CallAsync(parsed, HttpMethod.Post, Path(parsed.GetValue(id), "/" + action), "{}", TellOne, cancellation));
        return command;
    }

    private static Command Report()
    {
        var id = new Argument<int>("id") { Description = "The replay." };
        var command = new Command("report", "Writes a replay's report as JSON.") { id };
        command.SetAction((parsed, cancellation) =>
            CallAsync(parsed, HttpMethod.Get, Path(parsed.GetValue(id), "/report"), null, text => [text], cancellation));
        return command;
    }

    private static string Path(int id, string rest) => string.Create(CultureInfo.InvariantCulture, $"replays/{id}{rest}");

    private static async Task<int> CallAsync(
        ParseResult parsed, HttpMethod method, string path, string? json, Func<string, IEnumerable<string>> tell, CancellationToken cancellation)
    {
        var (calls, error) = ServerCalls.Open(
            parsed.GetValue(s_url) ?? ServerCalls.UsualUrl, Environment.GetEnvironmentVariable(ServerCalls.KeyVariable));
        if (calls is null)
        {
            await Console.Error.WriteLineAsync($"guidon replay: {error}").ConfigureAwait(false);
            return BadInput;
        }

        using (calls)
        {
            (var text, error) = await calls.SendAsync(method, path, json, cancellation).ConfigureAwait(false);
            if (text is null)
            {
                await Console.Error.WriteLineAsync($"guidon replay: {error}").ConfigureAwait(false);
                return Refused;
            }

            foreach (var line in tell(text)) await Console.Out.WriteLineAsync(line).ConfigureAwait(false);
            return 0;
        }
    }

    private static IEnumerable<string> TellOne(string text) =>
        JsonSerializer.Deserialize(text, ContractsJson.Default.ReplaySummary) is { } replay ? [Line(replay)] : [];

    private static IEnumerable<string> TellAll(string text) =>
        JsonSerializer.Deserialize(text, ContractsJson.Default.ReplayList)?.Results.Select(Line) ?? [];

    private static string Line(ReplaySummary replay)
    {
        var outcomes = string.Join(", ", replay.Outcomes
            .Select(tally => $"{Number(tally.Events)} {tally.Outcome}{(tally.Reason.Length == 0 ? "" : $" ({tally.Reason})")}")
            .Append($"{Number(replay.Outstanding)} outstanding"));
        var again = replay.Created == false ? " This request was made before; give another --key to run it again." : "";
        return $"Replay {Number(replay.Id)} ({replay.Mode} to destination {Number(replay.Destination)}) is {replay.State}: "
            + $"{Number(replay.Selected)} selected; {outcomes}.{again}";
    }

    private static IEnumerable<string> TellDryRun(string text)
    {
        if (JsonSerializer.Deserialize(text, ContractsJson.Default.ReplayDryRunAnswer) is not { } preview) yield break;
        yield return $"{Number(preview.Selected)} events would be sent, of {Number(preview.Examined)} looked at, by mapper {Number(preview.MapperVersion)}.";
        yield return $"If the receiver has them: {preview.Duplicates}";
        if (preview.PossibleDuplicates > 0) yield return $"It may have {Number(preview.PossibleDuplicates)} of them already: an attempt ended without an answer.";
        foreach (var sample in preview.Samples)
        {
            yield return $"{sample.EventId} of {sample.OccurredAt:O}, {sample.Identity}: {sample.NewOutcome}"
                + (sample.Differences.Count == 0 ? "" : $", differs at {string.Join(", ", sample.Differences)}");
            yield return $"  was  {sample.Old ?? "not remembered"}";
            yield return $"  now  {sample.New}";
        }
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
