using System.Globalization;
using System.Text.Json;
using Guidon.Contracts.Transfer;

namespace Guidon.Cli;

/// <summary>Sends a project file: everything but identities at once, which is one transaction; then identities in portions, each one too.</summary>
internal sealed class ImportUpload(ServerCalls calls, bool isTrial, bool replaces)
{
    private const int IdentitiesPerPortion = 2_000;

    /// <returns>The server's answers as one, or one line that says why there is none.</returns>
    internal async Task<(ImportAnswer? Answer, string? Error)> SendAsync(ProjectFile file, string place, CancellationToken cancellation)
    {
        var bare = file with { Environments = [.. file.Environments.Select(each => each with { Identities = [] })] };
        var (answer, error) = await PostAsync(place, bare, replaces ? "replace" : "merge", cancellation).ConfigureAwait(false);
        if (answer is null) return (null, error);
        var waiting = file.Environments.Sum(each => each.Identities.Count);
        if (waiting > 0 && isTrial) await Console.Error.WriteLineAsync($"{file.Project.Name}: {waiting} identities would follow").ConfigureAwait(false);
        if (isTrial) return (answer, null);
        foreach (var environment in file.Environments)
        {
            var sent = 0;
            foreach (var portion in environment.Identities.Chunk(IdentitiesPerPortion))
            {
                var some = environment with { FeatureStates = [], ServerKeys = [], Integrations = [], Identities = portion };
                var home = string.Create(CultureInfo.InvariantCulture, $"projects/{answer.Project}");
                (var more, error) = await PostAsync(home, new ProjectFile { Project = file.Project, Environments = [some] }, "merge", cancellation).ConfigureAwait(false);
                if (more is null) return (null, $"{environment.Name}, after {sent} identities, which are stored: {error}");
                answer = Joined(answer, more);
                sent += portion.Length;
                await Console.Error.WriteLineAsync($"{environment.Name}: {sent} of {environment.Identities.Count} identities").ConfigureAwait(false);
            }
        }

        return (answer, null);
    }

    private async Task<(ImportAnswer? Answer, string? Error)> PostAsync(string place, ProjectFile file, string mode, CancellationToken cancellation)
    {
        var path = $"{place}/import?mode={mode}{(isTrial ? "&dry_run=true" : "")}";
        var (text, error) = await calls.SendAsync(HttpMethod.Post, path, JsonSerializer.Serialize(file, TransferJson.Default.ProjectFile), cancellation).ConfigureAwait(false);
        return (text is null ? null : JsonSerializer.Deserialize(text, TransferJson.Default.ImportAnswer), error);
    }

    private static ImportAnswer Joined(ImportAnswer one, ImportAnswer two) => one with
    {
        Tallies = [.. one.Tallies.Concat(two.Tallies.Where(each => each.Kind is "identity" or "trait")).GroupBy(each => each.Kind).Select(same =>
            new ImportTally(same.Key, same.Sum(each => each.Created), same.Sum(each => each.Updated), same.Sum(each => each.Deleted), same.Sum(each => each.Unchanged)))],
        Losses = [.. one.Losses.Union(two.Losses)],
    };
}
