namespace Guidon.Contracts;

/// <summary>How often one repository names a feature.</summary>
/// <param name="RepositoryUrl">Where people look at it.</param>
/// <param name="Count">Places in the last scan; 0 when they are gone.</param>
/// <param name="LastSuccessfulRepositoryScannedAt">UTC.</param>
/// <param name="LastFeatureFoundAt">UTC; the last scan that found the feature.</param>
public sealed record CodeReferenceCount(string RepositoryUrl, int Count, DateTime LastSuccessfulRepositoryScannedAt, DateTime? LastFeatureFoundAt);
