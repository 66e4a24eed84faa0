using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Guidon.Contracts;
using Guidon.Server.Edge;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.ExternalResources;

/// <summary>The body with which links are made and changed, and an item of a file. What is wrong with it is noted in the reader's errors.</summary>
internal sealed partial class ExternalResourceBody
{
    /// <summary>Of one feature.</summary>
    internal const int LinksMax = 100;

    private const int UrlCharsMax = 500;
    private const int MetadataCharsMax = 5_000;

    /// <param name="reader">The body.</param>
    /// <param name="old">The link that is changed, which keeps what is not named; <see langword="null"/> for a new one.</param>
    internal ExternalResourceBody(FieldReader reader, FeatureExternalResource? old = null)
    {
        Type = old is not null && !reader.Has("type") ? old.Type : reader.Text("type", charsMax: 30) ?? "";
        Url = old is not null && !reader.Has("url") ? old.Url : reader.Text("url", UrlCharsMax)?.Trim() ?? "";
        Metadata = old is not null && !reader.Has("metadata") ? old.Metadata : Read(reader);
        if (reader.Errors.Any) return;
        if (!ExternalResourceAnswer.Types.Contains(Type)) reader.Errors.Add("type", $"\"{Type}\" is not a valid choice: {string.Join(", ", ExternalResourceAnswer.Types)}.");
        else if (WebAddress.Read(Url) is not { } address) reader.Errors.Add("url", "Enter a valid URL: of http or https, without a password.");
        else if (!Ending(Type).IsMatch(address.AbsolutePath)) reader.Errors.Add("url", $"Is no address of {Type}: its path must end with {Example(Type)}.");
    }

    internal string Type { get; }

    internal string Url { get; }

    private string? Metadata { get; }

    internal FeatureExternalResource New(int featureId) => new() { FeatureId = featureId, Type = Type, Url = Url, Metadata = Metadata };

    internal void Apply(FeatureExternalResource row) => (row.Type, row.Url, row.Metadata) = (Type, Url, Metadata);

    // Titles and states, as clients know them.
    private static string? Read(FieldReader reader)
    {
        if (reader.Optional("metadata") is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Object && Compact(value) is { Length: <= MetadataCharsMax } text) return text;
        reader.Errors.Add("metadata", $"An object of at most {MetadataCharsMax} characters is required.");
        return null;
    }

    // However it was spaced: the same again must be found to be the same.
    private static string Compact(JsonElement value)
    {
        var content = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(content)) value.WriteTo(json);
        return Encoding.UTF8.GetString(content.WrittenSpan);
    }

    private static Regex Ending(string type) => type switch
    {
        ExternalResourceAnswer.GitHubIssue => Issue,
        ExternalResourceAnswer.GitHubPull => Pull,
        ExternalResourceAnswer.GitLabIssue => WorkItem,
        ExternalResourceAnswer.GitLabMerge => MergeRequest,
        ExternalResourceAnswer.AzurePull => PullRequest,
        _ => BoardItem,
    };

    private static string Example(string type) => type switch
    {
        ExternalResourceAnswer.GitHubIssue => "/issues/1",
        ExternalResourceAnswer.GitHubPull => "/pull/1",
        ExternalResourceAnswer.GitLabIssue => "/issues/1 or /work_items/1",
        ExternalResourceAnswer.GitLabMerge => "/merge_requests/1",
        ExternalResourceAnswer.AzurePull => "/pullrequest/1",
        _ => "/_workitems/edit/1",
    };

    [GeneratedRegex("^/.+/.+/issues/[0-9]+/?$")]
    private static partial Regex Issue { get; }

    [GeneratedRegex("^/.+/.+/pull/[0-9]+/?$")]
    private static partial Regex Pull { get; }

    [GeneratedRegex("^/.+/.+/(issues|work_items)/[0-9]+/?$")]
    private static partial Regex WorkItem { get; }

    [GeneratedRegex("^/.+/.+/merge_requests/[0-9]+/?$")]
    private static partial Regex MergeRequest { get; }

    [GeneratedRegex("^/.+/pullrequest/[0-9]+/?$")]
    private static partial Regex PullRequest { get; }

    [GeneratedRegex("^/.+/_workitems/edit/[0-9]+/?$")]
    private static partial Regex BoardItem { get; }
}
