using System.CommandLine;
using System.CommandLine.Invocation;
using System.Data.Common;
using System.Text.Json;

namespace Guidon.Cli;

/// <summary>The grammar of <c>guidon</c>: the verbs, and serving as what happens without one.</summary>
public static class CommandTree
{
    private const int Failed = 1;
    private const int BadInput = 2;

    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">As the process received them.</param>
    /// <param name="verbs">What the host can do.</param>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Verbs verbs)
    {
        ArgumentNullException.ThrowIfNull(verbs);
        // The host stops by itself on Ctrl+C and SIGTERM, and takes the time to drain.
        var invocation = new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false };
        var parsed = Build(verbs).Parse(arguments);
        // What is wrong is said in its own line; the whole help below it would hide that.
        if (parsed.Action is ParseErrorAction mistake) mistake.ShowHelp = false;
        try
        {
            return await parsed.InvokeAsync(invocation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return Failed;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or HttpRequestException or DbException)
        {
            // A file, a disk, a network or another program is not as it should be: one line. Serving tells failed starts by 1, other verbs mean a result by that.
            var verb = parsed.CommandResult.Command.Name;
            await Console.Error.WriteLineAsync($"guidon {verb}: {error.Message.ReplaceLineEndings(" ")}").ConfigureAwait(false);
            return verb is "serve" or "edge" || parsed.CommandResult.Command is RootCommand ? Failed : BadInput;
        }
        catch (Exception bug)
        {
            await Console.Error.WriteLineAsync($"guidon: this is a bug of this program; please report it. {bug}").ConfigureAwait(false);
            return Failed;
        }
    }

    private static RootCommand Build(Verbs verbs)
    {
        var root = new RootCommand("Guidon, a feature-flag platform that loses no event. Without a verb it serves; options beyond those "
            + "below are then configuration, as in --Delivery:AllowedNetworks:0 127.0.0.0/8.")
        {
            ServeVerb.Build(verbs),
            EdgeVerb.Build(verbs),
            EvaluateVerb.Build(verbs),
            ReplayVerb.Build(),
            ExportVerb.Build(),
            ImportVerb.Build(verbs),
            BackupVerb.Build(verbs),
            BackupVerb.BuildRestore(verbs),
            DoctorVerb.Build(verbs),
            DrillVerb.Build(verbs),
        };
        ServeVerb.Attach(root, verbs);
        return root;
    }
}
