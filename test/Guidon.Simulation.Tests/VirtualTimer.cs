namespace Guidon.Simulation.Tests;

/// <summary>A timer of virtual time.</summary>
internal sealed class VirtualTimer(Agenda agenda, bool hurries, Action callback) : ITimer
{
    private int _version;   // a change makes what was posted before void

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        var version = ++_version;
        if (dueTime == Timeout.InfiniteTimeSpan) return true;
        agenda.Post(hurries ? TimeSpan.Zero : dueTime, () =>
        {
            if (version != _version) return;
            if (period > TimeSpan.Zero) Change(period, period);
            callback();
        });
        return true;
    }

    public void Dispose() => _version++;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
