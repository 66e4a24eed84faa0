namespace Guidon.Contracts;

/// <summary>One place in code that names a feature.</summary>
/// <param name="FeatureName">As it stands there.</param>
/// <param name="FilePath">From the root of the repository.</param>
/// <param name="LineNumber">From 1.</param>
/// <param name="Permalink">Where people look at this line of this revision; null in the answer to a scan.</param>
public sealed record CodeLocation(string FeatureName, string FilePath, int LineNumber, string? Permalink);
