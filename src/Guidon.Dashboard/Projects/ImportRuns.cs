using System.Collections.Concurrent;

namespace Guidon.Dashboard.Projects;

/// <summary>Imports that were started from pages of this node, by project: one at a time, the last one kept to be looked at.</summary>
internal sealed class ImportRuns
{
    private const int RunsMax = 100;
    private readonly ConcurrentDictionary<int, ImportRun> _runs = new();   // pages start and read, each run ends by itself

    internal ImportRun? Find(int project) => _runs.GetValueOrDefault(project);

    /// <returns>False when one is on its way there, or too many are kept.</returns>
    internal bool TryStart(ImportRun run)
    {
        if (_runs.Count >= RunsMax)
        {
            foreach (var (project, old) in _runs.Where(pair => pair.Value.Progress.IsOver)) _runs.TryRemove(KeyValuePair.Create(project, old));
        }

        if (_runs.Count >= RunsMax) return false;
        if (!_runs.TryAdd(run.Project, run) && !(Find(run.Project) is { Progress.IsOver: true } over && _runs.TryUpdate(run.Project, run, over))) return false;
        // It tells its own end: nobody waits for it, and the server's end interrupts what it sends.
        _ = Task.Run(run.RunAsync);
        return true;
    }
}
