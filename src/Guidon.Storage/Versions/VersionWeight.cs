namespace Guidon.Storage.Versions;

/// <summary>The share of one variant in a version.</summary>
/// <param name="Id">Of the row; 0 where there is none yet.</param>
/// <param name="Option">The variant.</param>
/// <param name="Percentage">0–100.</param>
public sealed record VersionWeight(int Id, int Option, double Percentage);
