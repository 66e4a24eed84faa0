namespace Guidon.Storage;

/// <summary>One thing about the stored data that must not be.</summary>
/// <param name="Code">
/// Stable: <c>schema_version</c>, <c>not_durable</c>, <c>rows_missing</c>, <c>rows_unexpected</c>, <c>ledger_missing</c>, <c>residual</c>,
/// <c>replay_unbalanced</c>, <c>counters_missing</c>, <c>damaged_file</c>, <c>damaged_flag_table</c>, <c>damaged_event</c>,
/// <c>event_missing</c>, <c>sequence_gap</c>, <c>document_differs</c>, <c>audit_altered</c>, <c>not_examined</c>.
/// </param>
/// <param name="Text">One line for an operator, with the numbers.</param>
/// <param name="DestinationId">Whom it concerns; <see langword="null"/> when it concerns all.</param>
public sealed record Finding(string Code, string Text, int? DestinationId = null);
