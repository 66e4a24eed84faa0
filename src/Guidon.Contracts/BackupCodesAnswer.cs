namespace Guidon.Contracts;

/// <summary>Codes for the day on which the app is not at hand; shown this once.</summary>
/// <param name="BackupCodes">Each lets its owner in once.</param>
public sealed record BackupCodesAnswer(IReadOnlyList<string> BackupCodes);
