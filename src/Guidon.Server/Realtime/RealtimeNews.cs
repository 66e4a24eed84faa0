using System.Collections.Concurrent;
using Guidon.Flags;

namespace Guidon.Server.Realtime;

/// <summary>
/// The newest change of every environment. Nobody keeps a list of subscribers or a queue for one: each waits on what it told last, and
/// when that is out of date takes what is newest then. A slow one skips what lies between and costs nobody anything.
/// </summary>
internal sealed class RealtimeNews
{
    private readonly ConcurrentDictionary<int, News> _latest = new();   // written by the one loader; bounded by the number of environments

    /// <summary>What to tell now. Environments have news before they have keys.</summary>
    internal News Latest(int environmentId) => _latest[environmentId];

    /// <summary>Called by the one loader after the swap, so that whoever is told finds the change.</summary>
    internal void Announce(LiveEnvironment environment)
    {
        var frame = News.Render(environment);
        if (!_latest.TryGetValue(environment.Id, out var old))
        {
            _latest[environment.Id] = new News(frame, Signal());
            return;
        }

        // Where pushing is switched off, subscribers learn of a change when they connect the next time.
        if (!environment.Document.Project.EnableRealtimeUpdates)
        {
            _latest[environment.Id] = old with { Frame = frame };
            return;
        }

        _latest[environment.Id] = new News(frame, Signal());
        old.Newer.SetResult();
    }

    // Continuations run elsewhere: the loader does not write to thousands of sockets.
    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
