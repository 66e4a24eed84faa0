using System.Text.Json.Nodes;
using Guidon.Contracts;
using Guidon.Dashboard.Frame;

namespace Guidon.Dashboard.Links;

/// <summary>A link while it is edited.</summary>
/// <param name="Id">0 for a new one.</param>
/// <param name="Type">As <see cref="ExternalResourceAnswer.Type"/>.</param>
/// <param name="Url">As written.</param>
public sealed record LinkDraft(int Id, string Type, string Url)
{
    internal static LinkDraft Empty { get; } = new(0, ExternalResourceAnswer.GitHubIssue, "");

    internal static IReadOnlyList<(string Type, string Words)> Types { get; } =
    [
        (ExternalResourceAnswer.GitHubIssue, "GitHub issue"), (ExternalResourceAnswer.GitHubPull, "GitHub pull request"),
        (ExternalResourceAnswer.GitLabIssue, "GitLab issue"), (ExternalResourceAnswer.GitLabMerge, "GitLab merge request"),
        (ExternalResourceAnswer.AzureItem, "Azure DevOps work item"), (ExternalResourceAnswer.AzurePull, "Azure DevOps pull request"),
    ];

    internal static LinkDraft Of(ExternalResourceAnswer link) => new(link.Id, link.Type, link.Url);

    internal static LinkDraft Read(Visit visit) => new(int.TryParse(visit.Sent("id"), out var id) ? id : 0, visit.Sent("type"), visit.Sent("url").Trim());

    internal JsonObject ToJson() => new() { ["type"] = Type, ["url"] = Url };
}
