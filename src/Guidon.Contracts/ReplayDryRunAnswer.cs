namespace Guidon.Contracts;

/// <summary>Answer of <c>POST /api/guidon/v1/replays</c> with <c>dry_run</c>.</summary>
/// <param name="DryRun">Always true.</param>
/// <param name="Selected">Exactly the events that the run would take, if it began now.</param>
/// <param name="Examined">Events that were looked at.</param>
/// <param name="MapperVersion">The mapper that would be at work.</param>
/// <param name="Duplicates">What the receiver does with an event that it has already.</param>
/// <param name="PossibleDuplicates">Of the selected, those that the receiver may have already, since an attempt ended without an answer.</param>
/// <param name="Samples">At most 20.</param>
public sealed record ReplayDryRunAnswer(
    bool DryRun, long Selected, long Examined, int MapperVersion, string Duplicates, long PossibleDuplicates, IReadOnlyList<ReplaySampleView> Samples);
