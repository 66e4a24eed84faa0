using System.CommandLine;
using System.CommandLine.Parsing;

namespace Guidon.Cli;

/// <summary><c>guidon backup</c> and <c>guidon restore</c>: the embedded database and the installation's key, from one moment.</summary>
internal static class BackupVerb
{
    internal static Command Build(Verbs verbs)
    {
        var target = new Argument<string>("target") { Description = "Folder for the copy; it must be empty or not exist." };
        var data = new Option<string>("--data") { Description = "The data folder; a server may be using it. Default ./data.", DefaultValueFactory = _ => "data" };
        target.Validators.Add(Named);
        var command = new Command("backup", "Copies the data folder as it is at one moment, while the server goes on. The copy holds the installation's key: keep it as safe as the original.")
        {
            target,
            data,
        };
        command.SetAction((parsed, cancellation) => TellAsync(verbs.BackUpAsync(ServeVerb.Folder(parsed.GetValue(data)), parsed.GetValue(target) ?? "", cancellation)));
        return command;
    }

    internal static Command BuildRestore(Verbs verbs)
    {
        var backup = new Argument<string>("backup") { Description = "Folder that guidon backup made; with --database one that holds installation.key." };
        var database = ServeVerb.Database("A PostgreSQL that its own tools restored, and that no node uses: its destinations are held, and the folder gets the key.");
        var data = new Option<string>("--data") { Description = "The new data folder; it must hold no database. Default ./data.", DefaultValueFactory = _ => "data" };
        backup.Validators.Add(Named);
        var command = new Command("restore", "Examines a backup and makes a data folder of it. Every destination is held until a person resumes it: what was delivered after the backup would be sent again.")
        {
            backup,
            data,
            database,
        };
        command.SetAction((parsed, cancellation) => TellAsync(verbs.RestoreAsync(parsed.GetValue(backup) ?? "", ServeVerb.Folder(parsed.GetValue(data)), parsed.GetValue(database), cancellation)));
        return command;
    }

    private static void Named(ArgumentResult parsed)
    {
        if (parsed.Tokens is [{ Value: "" }]) parsed.AddError($"<{parsed.Argument.Name}> is the name of a folder, and must not be empty.");
    }

    private static async Task<int> TellAsync(Task<(string Line, bool IsDone)> work)
    {
        var (line, isDone) = await work.ConfigureAwait(false);
        await (isDone ? Console.Out : Console.Error).WriteLineAsync(line).ConfigureAwait(false);
        return isDone ? 0 : 1;
    }
}
