namespace Guidon.Contracts.Transfer;

/// <summary>One thing that an import makes different.</summary>
/// <param name="Kind">As in <see cref="ImportTally"/>.</param>
/// <param name="Action"><c>create</c>, <c>update</c> or <c>delete</c>.</param>
/// <param name="Name">Which, for people.</param>
public sealed record ImportDifference(string Kind, string Action, string Name);
