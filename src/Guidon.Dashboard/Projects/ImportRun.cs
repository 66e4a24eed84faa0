using Guidon.Contracts.Transfer;
using Guidon.Dashboard.Client;

namespace Guidon.Dashboard.Projects;

/// <summary>One import on its way: everything but identities in one transaction, then these in portions, each one too. It goes on when nobody looks.</summary>
/// <param name="client">Of who started it; outlives the request.</param>
/// <param name="project">Into which.</param>
/// <param name="file">What.</param>
/// <param name="replaces">Also removes what the file does not have.</param>
internal sealed class ImportRun(ManagementClient client, int project, ProjectFile file, bool replaces)
{
    private const int IdentitiesPerPortion = 2_000;

    private volatile ImportProgress _progress = new(null, 0, file.Environments.Sum(each => each.Identities.Count), null, IsOver: false);

    /// <summary>The project that it goes into.</summary>
    internal int Project => project;

    /// <summary>As it stands; written by the run alone.</summary>
    internal ImportProgress Progress => _progress;

    /// <summary>To its end; what went wrong stands in <see cref="Progress"/>.</summary>
    internal async Task RunAsync()
    {
        try
        {
            await SendAsync();
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or IOException)
        {
            _progress = _progress with { Problem = $"It was interrupted: {error.Message} What was imported stays; import the file once more." };
        }

        _progress = _progress with { IsOver = true };
    }

    private async Task SendAsync()
    {
        var place = $"projects/{project}";
        var answer = await client.ImportAsync(place, file with { Environments = [.. file.Environments.Select(each => each with { Identities = [] })] }, replaces, isTrial: false);
        _progress = _progress with { Answer = answer.Value, Problem = answer.Refusal?.Text };
        if (answer.Value is null) return;
        foreach (var environment in file.Environments)
        {
            foreach (var portion in environment.Identities.Chunk(IdentitiesPerPortion))
            {
                var some = environment with { FeatureStates = [], ServerKeys = [], Integrations = [], Identities = portion };
                var more = await client.ImportAsync(place, new ProjectFile { Project = file.Project, Environments = [some] }, replaces: false, isTrial: false);
                if (more.Refusal is { } refusal)
                {
                    _progress = _progress with { Problem = $"{environment.Name}: {refusal.Text}" };
                    return;
                }

                _progress = _progress with { Identities = _progress.Identities + portion.Length };
            }
        }
    }
}
