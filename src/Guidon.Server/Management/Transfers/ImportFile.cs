using System.Text.Json;
using Guidon.Contracts.Transfer;
using Guidon.Flags;
using Guidon.Server.Edge;
using Guidon.Server.Management.Environments;
using Guidon.Server.Management.Projects;
using Guidon.Transfer;

namespace Guidon.Server.Management.Transfers;

/// <summary>
/// A <see cref="ProjectFile"/> as it came in a body: read by the same rules as the single bodies of the management API, with all errors at their
/// places. What it refers to is checked by <see cref="ImportReferences"/>.
/// </summary>
internal sealed class ImportFile
{
    private const int TagsMax = 1_000;

    internal ImportFile(JsonElement body)
    {
        var reader = new FieldReader(body, Errors);
        if (reader.Text("format", charsMax: 50) is { } format && format != ProjectFile.FormatName) Errors.Add("format", $"Is {ProjectFile.FormatName}; convert other formats with guidon import.");
        if (reader.Integer("version") is { } version and not (>= 1 and <= ProjectFile.NewestVersion)) Errors.Add("version", $"This server reads versions 1 to {ProjectFile.NewestVersion}, and this is {version}.");
        var project = reader.Needed("project") ?? default;
        Project = new ProjectBody(project, isNew: false);
        if (project.ValueKind != JsonValueKind.Undefined) Errors.Add("project", Project.Errors);
        var own = new FieldReader(project, Project.Errors);
        (ProjectUuid, ProjectName) = (own.UuidOrNull("uuid"), own.IsObject ? own.Text("name", 2_000)?.Trim() ?? "" : "");
        Tags = Items(reader, "tags", TagsMax, item => new WantedTag(item), each => each.Errors);
        Segments = Items(reader, "segments", DocumentLimits.SegmentsMax, item => new WantedSegment(item), each => each.Errors);
        Features = Items(reader, "features", DocumentLimits.FeaturesMax, item => new WantedFeature(item), each => each.Errors);
        Environments = Items(reader, "environments", EnvironmentRows.EnvironmentsMax, item => new WantedEnvironment(item), each => each.Errors);
        if (!Errors.Any) ImportReferences.Check(this);
        Losses = UnknownMembers.Find(body);
    }

    internal FieldErrors Errors { get; } = new();

    /// <summary>What this version does not know.</summary>
    internal IReadOnlyList<Loss> Losses { get; }

    internal ProjectBody Project { get; }

    internal Guid? ProjectUuid { get; }

    internal string ProjectName { get; }

    internal IReadOnlyList<WantedTag> Tags { get; }

    internal IReadOnlyList<WantedSegment> Segments { get; }

    internal IReadOnlyList<WantedFeature> Features { get; }

    internal IReadOnlyList<WantedEnvironment> Environments { get; }

    /// <summary>The items of a list that may be missing, each with errors of its own.</summary>
    internal static IReadOnlyList<T> Items<T>(FieldReader owner, string name, int most, Func<JsonElement, T> read, Func<T, FieldErrors> errors)
    {
        if (owner.ItemsOrNull(name, most) is null || owner.Optional(name) is not { } list) return [];
        List<T> items = [.. list.EnumerateArray().Select(read)];
        owner.Errors.Add(name, items.ConvertAll(item => errors(item)));
        return items;
    }
}
