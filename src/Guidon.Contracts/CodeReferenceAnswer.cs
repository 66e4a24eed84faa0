namespace Guidon.Contracts;

/// <summary>Where one repository names a feature.</summary>
/// <param name="RepositoryUrl">Where people look at it.</param>
/// <param name="VcsProvider"><c>github</c> or <c>gitlab</c>.</param>
/// <param name="Revision">What was scanned.</param>
/// <param name="LastSuccessfulRepositoryScannedAt">UTC.</param>
/// <param name="LastFeatureFoundAt">UTC; the last scan that found the feature.</param>
/// <param name="CodeReferences">Of the last scan, in its order.</param>
public sealed record CodeReferenceAnswer(
    string RepositoryUrl, string VcsProvider, string Revision, DateTime LastSuccessfulRepositoryScannedAt, DateTime? LastFeatureFoundAt, IReadOnlyList<CodeLocation> CodeReferences);
