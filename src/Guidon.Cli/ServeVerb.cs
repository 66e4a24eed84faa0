using System.CommandLine;

namespace Guidon.Cli;

/// <summary><c>guidon serve</c>: answers SDKs, owns the management API and pumps destinations.</summary>
internal static class ServeVerb
{
    internal static Command Build(Verbs verbs)
    {
        var command = new Command("serve", "Runs the server: SDK API, management API, delivery and health on one port.");
        Attach(command, verbs);
        return command;
    }

    /// <summary>Options beyond these are configuration (<c>--Delivery:AllowedNetworks:0 127.0.0.0/8</c>); the host checks their names.</summary>
    internal static void Attach(Command command, Verbs verbs)
    {
        var data = new Option<string?>("--data") { Description = "Folder of the database and the installation's key. Default ./data." };
        var urls = new Option<string?>("--urls") { Description = "Where to listen. Default http://localhost:8000." };
        var database = new Option<string?>("--database") { Description = "Connection string of a PostgreSQL for several nodes (Host=…;Database=…). Better as the variable GUIDON_database: it may hold a password. Default: a file in the data folder." };
        command.Options.Add(data);
        command.Options.Add(urls);
        command.Options.Add(database);
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellation) => verbs.ServeAsync(
            [.. Named("--data", parsed.GetValue(data)), .. Named("--urls", parsed.GetValue(urls)), .. Named("--database", parsed.GetValue(database)), .. parsed.UnmatchedTokens], cancellation));
    }

    /// <summary>The data folder as it was written; an empty one, as of a variable without a value, is the usual one.</summary>
    internal static string Folder(string? written) => string.IsNullOrEmpty(written) ? "data" : written;

    /// <summary>As serve has it: the variable stands for the option.</summary>
    internal static Option<string?> Database(string description) => new("--database")
    {
        Description = description + " Better as the variable GUIDON_database: it may hold a password.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("GUIDON_database") is { Length: > 0 } written ? written : null,
    };

    internal static IEnumerable<string> Named(string name, string? value) => value is null ? [] : [name, value];
}
