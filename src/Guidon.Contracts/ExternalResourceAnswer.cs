using System.Text.Json;

namespace Guidon.Contracts;

/// <summary>An issue or a merge request that belongs to a feature.</summary>
/// <param name="Id">Above 0.</param>
/// <param name="Url">Where it is.</param>
/// <param name="Type">What it is: one of <see cref="Types"/>.</param>
/// <param name="Metadata">What clients keep beside it, as title and state; null for nothing. Nobody asks there, so it is as old as it is.</param>
/// <param name="Feature">Id of the feature.</param>
public sealed record ExternalResourceAnswer(int Id, string Url, string Type, JsonElement? Metadata, int Feature)
{
    /// <summary>An issue of GitHub.</summary>
    public const string GitHubIssue = "GITHUB_ISSUE";

    /// <summary>A pull request of GitHub.</summary>
    public const string GitHubPull = "GITHUB_PR";

    /// <summary>An issue of GitLab.</summary>
    public const string GitLabIssue = "GITLAB_ISSUE";

    /// <summary>A merge request of GitLab.</summary>
    public const string GitLabMerge = "GITLAB_MR";

    /// <summary>A work item of Azure DevOps.</summary>
    public const string AzureItem = "AZURE_DEVOPS_WORK_ITEM";

    /// <summary>A pull request of Azure DevOps.</summary>
    public const string AzurePull = "AZURE_DEVOPS_PULL_REQUEST";

    /// <summary>All that there are.</summary>
    public static IReadOnlyList<string> Types { get; } = [GitHubIssue, GitHubPull, GitLabIssue, GitLabMerge, AzureItem, AzurePull];
}
