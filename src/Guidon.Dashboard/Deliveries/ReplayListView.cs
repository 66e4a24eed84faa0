using Guidon.Contracts;

namespace Guidon.Dashboard.Deliveries;

/// <summary>All replays.</summary>
/// <param name="Replays">Newest first, with their destination's name.</param>
public sealed record ReplayListView(IReadOnlyList<(ReplaySummary Replay, string Title)> Replays);
