namespace Guidon.Delivery.Replays;

/// <summary>What a replay would do. Nothing was changed.</summary>
/// <param name="Selected">Exactly the events that the run would take, if it began now.</param>
/// <param name="Examined">Events that were looked at.</param>
/// <param name="MapperVersion">The mapper that would be at work.</param>
/// <param name="Samples">At most 20; those with a remembered attempt first.</param>
/// <param name="Doubtful">Of the selected, those that the receiver may have already, since an attempt ended without an answer.</param>
public sealed record ReplayPreview(long Selected, long Examined, int MapperVersion, IReadOnlyList<ReplaySample> Samples, long Doubtful);
