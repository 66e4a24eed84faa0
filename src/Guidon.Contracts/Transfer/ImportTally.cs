namespace Guidon.Contracts.Transfer;

/// <summary>How many things of one kind came, changed, went and stayed as they were.</summary>
/// <param name="Kind"><c>project</c>, <c>tag</c>, <c>feature</c>, <c>variant</c>, <c>segment</c>, <c>environment</c>, <c>feature_state</c>, <c>server_key</c>, <c>identity</c> or <c>trait</c>.</param>
/// <param name="Created">New ones.</param>
/// <param name="Updated">Those that became different.</param>
/// <param name="Deleted">Those that the file does not have; only when the import replaces.</param>
/// <param name="Unchanged">Those that were as the file says.</param>
public sealed record ImportTally(string Kind, int Created, int Updated, int Deleted, int Unchanged);
