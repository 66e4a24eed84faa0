namespace Guidon.Storage;

/// <summary>What the last start cut off the end of the log, since it was torn.</summary>
/// <param name="BytesCut">0 after an orderly end.</param>
/// <param name="GroupsCut">
/// Whole commits among them. 0 is what a crash leaves: its last group was not acknowledged. Above 0 the storage damaged what was acknowledged.
/// </param>
public readonly record struct RecoveryReport(long BytesCut, int GroupsCut);
