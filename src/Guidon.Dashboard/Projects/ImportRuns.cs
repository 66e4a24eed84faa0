using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Guidon.Dashboard.Projects;

/// <summary>
/// Imports that were started from pages of this node, by project: one at a time, the last one kept to be looked at. They end with the server: what they
/// had not sent then is not imported.
/// </summary>
/// <param name="logger">Tells what no page can tell any more.</param>
internal sealed class ImportRuns(ILogger<ImportRuns> logger) : IAsyncDisposable
{
    private const int RunsMax = 100;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private bool _isClosed;   // under the gate
    private readonly ConcurrentDictionary<int, ImportRun> _runs = new();   // written under the gate, read by pages

    /// <summary>Cancelled when the server ends; for whatever a run sends with.</summary>
    internal CancellationToken Stopping => _stopping.Token;

    internal ImportRun? Find(int project) => _runs.GetValueOrDefault(project);

    /// <returns>False when one is on its way there, or too many are kept, or the server ends.</returns>
    internal bool TryStart(ImportRun run)
    {
        lock (_gate)
        {
            if (_isClosed || Find(run.Project) is { Progress.IsOver: false }) return false;
            if (_runs.Count >= RunsMax)
            {
                foreach (var (project, old) in _runs.Where(pair => pair.Value.Progress.IsOver)) _runs.TryRemove(KeyValuePair.Create(project, old));
            }

            if (_runs.Count >= RunsMax) return false;
            _runs[run.Project] = run;
            run.Start(logger);
            return true;
        }
    }

    /// <summary>Interrupts those that are on their way and waits for them, since they use what ends after them.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate) _isClosed = true;
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_runs.Values.Select(run => run.Ended)).ConfigureAwait(false);
        _stopping.Dispose();
    }
}
