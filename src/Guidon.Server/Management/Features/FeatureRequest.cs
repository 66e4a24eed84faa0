using System.Text;
using System.Text.Json;
using Guidon.Flags;
using Guidon.Server.Edge;
using Guidon.Server.Management.Grants;
using Guidon.Server.Management.Projects;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Features;

/// <summary>The body of <c>POST …/features/</c>. What is wrong with it stands in <see cref="Errors"/>.</summary>
internal sealed class FeatureRequest
{
    internal const int NameCharsMax = 2_000;
    internal const int DescriptionCharsMax = 20_000;
    internal const int LinksMax = 100;

    internal const string NoOwner = "This project requires at least one owner.";

    internal FeatureRequest(JsonElement body)
    {
        var reader = new FieldReader(body, Errors);
        Name = reader.Text("name", NameCharsMax)?.Trim() ?? "";
        InitialValue = reader.TextOrNull("initial_value", ScalarValue.CharsMax);
        DefaultEnabled = reader.FlagOrNull("default_enabled") ?? false;
        Description = reader.TextOrNull("description", DescriptionCharsMax);
        IsArchived = reader.FlagOrNull("is_archived") ?? false;
        IsServerKeyOnly = reader.FlagOrNull("is_server_key_only") ?? false;
        Variants = [.. (reader.ItemsOrNull("multivariate_options", DocumentLimits.VariantsMax) ?? []).Select(item => new VariantRequest(item))];
        Tags = reader.IdsOrNull("tags", LinksMax) ?? [];
        Owners = reader.IdsOrNull("owners", LinksMax) ?? [];
        GroupOwners = reader.IdsOrNull("group_owners", LinksMax) ?? [];
        CheckVariants();
        var type = reader.TextOrNull("type", charsMax: 20);
        if (type is not (null or Feature.Standard or Feature.Multivariate)) Errors.Add("type", "Is STANDARD or MULTIVARIATE.");
        Type = Variants.Count > 0 || type == Feature.Multivariate ? Feature.Multivariate : Feature.Standard;
    }

    internal FieldErrors Errors { get; } = new();

    internal string Name { get; }

    /// <summary>Terraform says that a feature has variants before it makes them, and wants to read what it said.</summary>
    internal string Type { get; }

    internal string? InitialValue { get; }

    internal bool DefaultEnabled { get; }

    internal string? Description { get; }

    internal bool IsArchived { get; }

    internal bool IsServerKeyOnly { get; }

    internal IReadOnlyList<VariantRequest> Variants { get; }

    internal IReadOnlyList<int> Tags { get; }

    internal IReadOnlyList<int> Owners { get; }

    internal IReadOnlyList<int> GroupOwners { get; }

    /// <summary>Notes what is wrong with it only in this project.</summary>
    internal void Check(Change change, Project project, bool hasOwner)
    {
        if (IsTaken(change.Plane.Features.Where(each => each.ProjectId == project.Id)))
            Errors.Add("name", "A feature of this project has this name already, whatever its case.");
        if (project.FeatureNameRegex is { } pattern && Name.Length > 0 && !FeatureNames.Matches(pattern, Name))
            Errors.Add("name", $"Feature name must match regex: {pattern}");
        if (project.EnforceFeatureOwners && !hasOwner) Errors.Add("owners", NoOwner);
        FeatureLinkRows.CheckTags(change.Plane, project, Tags, Errors);
        FeatureLinkRows.Check(change.Plane, project, Holder.User, Owners, "owners", Errors);
        FeatureLinkRows.Check(change.Plane, project, Holder.Group, GroupOwners, "group_owners", Errors);
    }

    // The column compares without regard to case; what that is beyond ASCII depends on the engine, and there this comparison counts besides.
    private bool IsTaken(IQueryable<Feature> features) =>
        features.Any(each => each.Name == Name) || (!Ascii.IsValid(Name) && features.Select(each => each.Name).AsEnumerable().Contains(Name, StringComparer.OrdinalIgnoreCase));

    private void CheckVariants()
    {
        if (Variants.Sum(each => each.Share ?? 0) > 100 + ScalarValue.WeightTolerance) Errors.Add("multivariate_options", "Total weight must not exceed 100.");
        foreach (var twice in Variants.Where(each => each.Key is not null).GroupBy(each => each.Key).Where(same => same.Count() > 1))
            Errors.Add("multivariate_options", $"Duplicate key: {twice.Key}.");
    }
}
