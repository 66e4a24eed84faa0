using Guidon.Contracts;

namespace Guidon.Dashboard.Deliveries;

/// <summary>One replay: its progress while it runs, its report when it is done.</summary>
/// <param name="Replay">As it is now.</param>
/// <param name="Title">The destination's name.</param>
public sealed record ReplayView(ReplaySummary Replay, string Title)
{
    internal long Settled => Replay.Selected - Replay.Outstanding;

    internal bool IsOver => Replay.State is "done" or "cancelled";
}
