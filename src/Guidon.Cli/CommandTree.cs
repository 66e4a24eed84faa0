using System.CommandLine;
using System.CommandLine.Invocation;

namespace Guidon.Cli;

/// <summary>The grammar of <c>guidon</c>: the verbs, and serving as what happens without one.</summary>
public static class CommandTree
{
    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">As the process received them.</param>
    /// <param name="verbs">What the host can do.</param>
    /// <returns>The process's exit code.</returns>
    public static Task<int> RunAsync(IReadOnlyList<string> arguments, Verbs verbs)
    {
        ArgumentNullException.ThrowIfNull(verbs);
        // The host stops by itself on Ctrl+C and SIGTERM, and takes the time to drain.
        var invocation = new InvocationConfiguration { ProcessTerminationTimeout = null };
        var parsed = Build(verbs).Parse(arguments);
        // What is wrong is said in its own line; the whole help below it would hide that.
        if (parsed.Action is ParseErrorAction mistake) mistake.ShowHelp = false;
        return parsed.InvokeAsync(invocation);
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
