using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Guidon.Contracts.Transfer;

namespace Guidon.Cli;

/// <summary><c>guidon export</c>: writes a project as a file to standard output.</summary>
internal static class ExportVerb
{
    private const int Refused = 1;
    private const int BadInput = 2;

    internal static Command Build()
    {
        var server = new ServerOptions();
        var project = new Option<int>("--project") { Required = true, Description = "Id of the project." };
        var identities = new Option<bool>("--with-identities") { Description = "Also stored identities and their traits: personal data." };
        var command = new Command("export", "Writes a project as a file to standard output. Exit code 0; 1 when the server refuses; 2 for a wrong command line.") { project, identities };
        foreach (var option in server.All) command.Options.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var calls = await server.OpenAsync(parsed, "export").ConfigureAwait(false);
            return calls is null ? BadInput : await RunAsync(calls, parsed.GetValue(project), parsed.GetValue(identities), cancellation).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> RunAsync(ServerCalls calls, int project, bool withIdentities, CancellationToken cancellation)
    {
        var (text, error) = await calls.SendAsync(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"projects/{project}/export"), null, cancellation).ConfigureAwait(false);
        if (text is { } bare && withIdentities) (text, error) = await WithIdentitiesAsync(calls, bare, cancellation).ConfigureAwait(false);
        if (text is null)
        {
            await Console.Error.WriteLineAsync($"guidon export: {error}").ConfigureAwait(false);
            return Refused;
        }

        await Console.Out.WriteLineAsync(text).ConfigureAwait(false);
        return 0;
    }

    private static async Task<(string? Text, string? Error)> WithIdentitiesAsync(ServerCalls calls, string text, CancellationToken cancellation)
    {
        if (JsonSerializer.Deserialize(text, TransferJson.Default.ProjectFile) is not { } file) return (null, "The server's answer is empty.");
        List<EnvironmentPart> environments = [];
        foreach (var environment in file.Environments)
        {
            List<IdentityPart> identities = [];
            for (long? after = 0; after is not null;)
            {
                var path = string.Create(CultureInfo.InvariantCulture, $"environments/{environment.ApiKey}/export/identities?after={after}");
                var (page, error) = await calls.SendAsync(HttpMethod.Get, path, null, cancellation).ConfigureAwait(false);
                if (page is null || JsonSerializer.Deserialize(page, TransferJson.Default.IdentityPage) is not { } some) return (null, error);
                identities.AddRange(some.Identities);
                after = some.Next;
                await Console.Error.WriteLineAsync($"{environment.Name}: {identities.Count} identities").ConfigureAwait(false);
            }

            environments.Add(environment with { Identities = identities });
        }

        return (JsonSerializer.Serialize(file with { Environments = environments }, TransferJson.Default.ProjectFile), null);
    }
}
