using System.Text.Json;
using Guidon.Contracts;
using Guidon.Server.Edge;
using Guidon.Server.Management.Features;

namespace Guidon.Server.Management.CodeReferences;

/// <summary>What a scanner says of one repository. What is wrong with it stands in <see cref="Errors"/>.</summary>
internal sealed class CodeScan
{
    private const int UrlCharsMax = 500;
    private const int RevisionCharsMax = 100;

    // Linux, limits.h: PATH_MAX.
    private const int PathCharsMax = 4_096;

    private const int PlacesMax = 20_000;

    internal CodeScan(JsonElement body)
    {
        var reader = new FieldReader(body, Errors);
        Url = reader.Text("repository_url", UrlCharsMax)?.Trim().TrimEnd('/') ?? "";
        Provider = reader.TextOrNull("vcs_provider", charsMax: 20) ?? Permalink.GitHub;
        Revision = reader.Text("revision", RevisionCharsMax)?.Trim() ?? "";
        if (!Permalink.Providers.Contains(Provider)) Errors.Add("vcs_provider", $"\"{Provider}\" is not a valid choice: {string.Join(", ", Permalink.Providers)}.");
        if (Url.Length > 0 && WebAddress.Read(Url) is not { Query: "", Fragment: "" })
            Errors.Add("repository_url", "Enter a valid URL: of http or https, without a password and a query.");
        reader.Needed("code_references");
        Places = [.. (reader.ItemsOrNull("code_references", PlacesMax) ?? []).Select(Read)];
    }

    internal FieldErrors Errors { get; } = new();

    internal string Url { get; }

    internal string Provider { get; }

    internal string Revision { get; }

    internal IReadOnlyList<CodeLocation> Places { get; }

    private static CodeLocation Read(FieldReader item)
    {
        var (name, path) = (item.Text("feature_name", FeatureRequest.NameCharsMax) ?? "", item.Text("file_path", PathCharsMax) ?? "");
        var line = item.Needed("line_number") is null ? null : item.IntegerOrNull("line_number", 1, int.MaxValue);
        return new CodeLocation(name, path, line ?? 0, null);
    }
}
