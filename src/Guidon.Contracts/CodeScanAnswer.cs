namespace Guidon.Contracts;

/// <summary>A scan of a repository that was taken.</summary>
/// <param name="CreatedAt">UTC.</param>
/// <param name="Project">Id of the project.</param>
/// <param name="RepositoryUrl">Where people look at it.</param>
/// <param name="VcsProvider"><c>github</c> or <c>gitlab</c>.</param>
/// <param name="Revision">What was scanned.</param>
/// <param name="CodeReferences">What is kept of it: names that are no feature of the project are left out.</param>
public sealed record CodeScanAnswer(DateTime CreatedAt, int Project, string RepositoryUrl, string VcsProvider, string Revision, IReadOnlyList<CodeLocation> CodeReferences);
