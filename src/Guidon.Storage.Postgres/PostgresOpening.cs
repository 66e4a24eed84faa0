namespace Guidon.Storage.Postgres;

/// <summary>What came of opening the store. Exactly one of the two is set.</summary>
/// <param name="Storage">The store; the caller disposes it.</param>
/// <param name="Error">One line for the operator; nothing was changed.</param>
public sealed record PostgresOpening(PostgresStorage? Storage, string? Error);
