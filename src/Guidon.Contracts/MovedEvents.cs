namespace Guidon.Contracts;

/// <summary>Answer of retry and cancel.</summary>
/// <param name="Events">How many events were moved, or would be.</param>
/// <param name="DryRun">True when nothing was changed.</param>
public sealed record MovedEvents(long Events, bool DryRun);
