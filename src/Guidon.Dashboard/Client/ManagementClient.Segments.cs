using System.Globalization;
using System.Text.Json.Nodes;
using Guidon.Contracts;

namespace Guidon.Dashboard.Client;

internal sealed partial class ManagementClient
{
    /// <summary>Segments on one page of a list.</summary>
    internal const int SegmentsPerPage = 50;

    /// <param name="project">Whose.</param>
    /// <param name="search">In names; empty for all.</param>
    /// <param name="page">From 1.</param>
    internal Task<Outcome<Page<SegmentAnswer>>> SegmentsAsync(int project, string search, int page) => GetAsync(
        string.Create(CultureInfo.InvariantCulture, $"{SegmentsOf(project)}?page={page}&page_size={SegmentsPerPage}&include_feature_specific=true&q={Escape(search)}"), ContractsJson.Default.PageSegmentAnswer);

    internal Task<Outcome<SegmentAnswer>> SegmentAsync(int project, int segment) => GetAsync($"{SegmentsOf(project)}{segment}/", ContractsJson.Default.SegmentAnswer);

    /// <param name="project">Whose.</param>
    /// <param name="segment">0 makes a new one.</param>
    /// <param name="body">Name, description and rules.</param>
    internal Task<Outcome<SegmentAnswer>> SaveSegmentAsync(int project, int segment, JsonObject body) => segment == 0
        ? SendAsync(HttpMethod.Post, SegmentsOf(project), body, ContractsJson.Default.SegmentAnswer)
        : SendAsync(HttpMethod.Put, $"{SegmentsOf(project)}{segment}/", body, ContractsJson.Default.SegmentAnswer);

    internal Task<Refusal?> DeleteSegmentAsync(int project, int segment) => DoAsync(HttpMethod.Delete, $"{SegmentsOf(project)}{segment}/", null);

    /// <summary>Whom rules would match that nobody has saved yet.</summary>
    internal Task<Outcome<SegmentPreview>> PreviewSegmentAsync(string environment, JsonObject body) =>
        SendAsync(HttpMethod.Post, $"{Own}environments/{Escape(environment)}/segment-preview", body, ContractsJson.Default.SegmentPreview);

    /// <summary>Names of the project's segments, in their order. Empty where there are none or they cannot be read.</summary>
    /// <param name="project">Whose.</param>
    /// <param name="feature">Only those that this feature may be overridden for; <see langword="null"/> for all.</param>
    internal async Task<IReadOnlyList<NamedReference>> SegmentNamesAsync(int project, int? feature = null) =>
        (await GetAsync($"{Own}projects/{project}/segment-names{(feature is { } id ? $"?feature={id}" : "")}", ContractsJson.Default.IReadOnlyListNamedReference)).Value ?? [];

    private static string SegmentsOf(int project) => $"/api/v1/projects/{project}/segments/";
}
