using Guidon.Contracts.Transfer;
using Guidon.Dashboard.Client;
using Microsoft.Extensions.Logging;

namespace Guidon.Dashboard.Projects;

/// <summary>One import on its way: everything but identities in one transaction, then these in portions, each one too. It goes on when nobody looks.</summary>
/// <param name="client">Of who started it; outlives the request, and gives up when the server ends.</param>
/// <param name="project">Into which.</param>
/// <param name="file">What.</param>
/// <param name="replaces">Also removes what the file does not have.</param>
internal sealed partial class ImportRun(ManagementClient client, int project, ProjectFile file, bool replaces)
{
    private const int IdentitiesPerPortion = 2_000;

    private volatile ImportProgress _progress = new(null, 0, file.Environments.Sum(each => each.Identities.Count), null, IsOver: false);

    /// <summary>The project that it goes into.</summary>
    internal int Project => project;

    /// <summary>As it stands; written by the run alone.</summary>
    internal ImportProgress Progress => _progress;

    /// <summary>Completes when it is over, whatever became of it.</summary>
    internal Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>Called once.</summary>
    internal void Start(ILogger logger) => Ended = Task.Run(() => RunAsync(logger));

    private async Task RunAsync(ILogger logger)
    {
        try
        {
            await SendAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or IOException)
        {
            Log.Interrupted(logger, project, _progress.Identities, _progress.IdentitiesAll);   // the server may be about to end, and the page with it
            Stop($"It was interrupted: {error.Message}");
        }
        catch (Exception error)   // the run's top: whoever looks would wait for ever
        {
            Log.Failed(logger, project, error);
            Stop("It failed, and the server's log says why.");
        }
        finally
        {
            _progress = _progress with { IsOver = true };
        }
    }

    private void Stop(string reason) => _progress = _progress with { Problem = $"{reason} What was imported stays; import the file once more." };

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

    private static partial class Log
    {
        [LoggerMessage(3100, LogLevel.Warning, "An import into project {Project} was interrupted after {Identities} of {IdentitiesAll} identities; what was imported stays")]
        internal static partial void Interrupted(ILogger logger, int project, int identities, int identitiesAll);

        [LoggerMessage(3101, LogLevel.Error, "An import into project {Project} failed")]
        internal static partial void Failed(ILogger logger, int project, Exception error);
    }
}
