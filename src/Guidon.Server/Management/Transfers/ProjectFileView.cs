using System.Text.Json;
using Guidon.Contracts.Transfer;
using Guidon.Flags.Documents;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Transfers;

/// <summary>Shows a project as a file: everything that operators wrote, but for secrets and identities.</summary>
internal sealed class ProjectFileView
{
    private readonly ControlPlane _plane;
    private readonly Project _project;
    private readonly List<Segment> _segments;
    private readonly List<Feature> _features;
    private readonly List<Tag> _tags;
    private readonly ILookup<int, MultivariateOption> _options;

    internal ProjectFileView(ControlPlane plane, Project project)
    {
        (_plane, _project) = (plane, project);
        _segments = [.. plane.Segments.Where(each => each.ProjectId == project.Id).OrderBy(each => each.Id)];
        _features = [.. plane.Features.Where(each => each.ProjectId == project.Id).OrderBy(each => each.Id)];
        _tags = [.. plane.Tags.Where(each => each.ProjectId == project.Id && !each.IsSystemTag).OrderBy(each => each.Id)];
        var ids = plane.Features.Where(each => each.ProjectId == project.Id).Select(each => each.Id);
        _options = plane.MultivariateOptions.Where(each => ids.Contains(each.FeatureId)).OrderBy(each => each.Id).ToLookup(each => each.FeatureId);
    }

    internal ProjectFile Show(DateTimeOffset now) => new()
    {
        ExportedAt = now.UtcDateTime,
        Project = ShowProject(),
        Tags = [.. _tags.Select(each => new TagPart { Uuid = each.Uuid, Label = each.Label, Color = each.Color, Description = each.Description, IsPermanent = each.IsPermanent })],
        Segments = [.. _segments.Select(Show)],
        Features = ShowFeatures(),
        Environments = [.. _plane.Environments.Where(each => each.ProjectId == _project.Id).OrderBy(each => each.Id).ToList().Select(each => ShowEnvironment(each) with { FeatureStates = States(each.Id) })],
    };

    /// <summary>Features and this environment as they are defined, without what they are worth.</summary>
    internal ProjectFile Show(ProjectEnvironment environment) => new() { Project = ShowProject(), Features = ShowFeatures(), Environments = [ShowEnvironment(environment)] };

    private ProjectPart ShowProject() => new()
    {
        Uuid = _project.Uuid,
        Name = _project.Name,
        HideDisabledFlags = _project.HideDisabledFlags,
        EnableRealtimeUpdates = _project.EnableRealtimeUpdates,
        PreventFlagDefaults = _project.PreventFlagDefaults,
        OnlyAllowLowerCaseFeatureNames = _project.OnlyAllowLowerCaseFeatureNames,
        FeatureNameRegex = _project.FeatureNameRegex,
        StaleFlagsLimitDays = _project.StaleFlagsLimitDays,
        MinimumChangeRequestApprovals = _project.MinimumChangeRequestApprovals,
        EnforceFeatureOwners = _project.EnforceFeatureOwners,
    };

    private SegmentPart Show(Segment segment) => new()
    {
        Uuid = segment.Uuid,
        Name = segment.Name,
        Description = segment.Description,
        Feature = _features.Find(each => each.Id == segment.FeatureId)?.Name,
        HashSeed = Segments.SegmentSeeds.Of(segment),
        Rules = [.. segment.Rules.Select(Show)],
    };

    private static RulePart Show(RuleDocument rule) => new(rule.Type)
    {
        Rules = [.. rule.Rules.Select(Show)],
        Conditions = [.. rule.Conditions.Select(each => new ConditionPart(each.Operator, each.Property, each.Value, each.Description))],
    };

    private List<FeaturePart> ShowFeatures()
    {
        var links = new Features.FeatureLinks(_plane, [.. _features.Select(each => each.Id)]);
        var tags = _tags.ToDictionary(each => each.Id, each => each.Uuid);
        var ids = _plane.Features.Where(each => each.ProjectId == _project.Id).Select(each => each.Id);
        var resources = _plane.ExternalResources.Where(each => ids.Contains(each.FeatureId)).OrderBy(each => each.Id).ToLookup(each => each.FeatureId);
        return _features.ConvertAll(each => new FeaturePart
        {
            Uuid = each.Uuid,
            Name = each.Name,
            Description = each.Description,
            DefaultEnabled = each.DefaultEnabled,
            InitialValue = each.InitialValue,
            IsArchived = each.IsArchived,
            IsServerKeyOnly = each.IsServerKeyOnly,
            TagUuids = [.. links.TagsOf(each.Id).Where(tags.ContainsKey).Select(id => tags[id])],
            OwnerEmails = [.. links.OwnersOf(each.Id).Select(owner => owner.Email)],
            OwnerGroups = [.. links.GroupOwnersOf(each.Id).Select(group => group.Name)],
            ExternalResources = [.. resources[each.Id].Select(link => new LinkPart(link.Type, link.Url, link.Metadata is null ? null : JsonElement.Parse(link.Metadata)))],
            MultivariateOptions = [.. _options[each.Id].Select(Show)],
        });
    }

    private static VariantPart Show(MultivariateOption option)
    {
        var value = JsonElement.Parse(option.Value);
        return new VariantPart
        {
            Uuid = option.Uuid,
            Key = option.Key,
            Type = value.ValueKind switch { JsonValueKind.String => "unicode", JsonValueKind.Number => "int", _ => "bool" },
            StringValue = value.ValueKind == JsonValueKind.String ? value.GetString() : null,
            IntegerValue = value.ValueKind == JsonValueKind.Number ? value.GetInt64() : null,
            BooleanValue = value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null,
            DefaultPercentageAllocation = option.DefaultPercentageAllocation,
        };
    }

    private static EnvironmentPart ShowEnvironment(ProjectEnvironment environment) => new()
    {
        Uuid = environment.Uuid,
        Name = environment.Name,
        ApiKey = environment.ApiKey,
        Description = environment.Description,
        AllowClientTraits = environment.AllowClientTraits,
        HideSensitiveData = environment.HideSensitiveData,
        HideDisabledFlags = environment.HideDisabledFlags,
        UseIdentityCompositeKeyForHashing = environment.UseIdentityCompositeKeyForHashing,
        UseIdentityOverridesInLocalEval = environment.UseIdentityOverridesInLocalEval,
        BannerText = environment.BannerText,
        BannerColour = environment.BannerColour,
        MinimumChangeRequestApprovals = environment.MinimumChangeRequestApprovals,
        UseV2FeatureVersioning = environment.UseFeatureVersions,
    };

    // By feature, then default, overrides by strength, identities by name: files of equal content are equal.
    private List<StatePart> States(int environmentId)
    {
        var weights = _plane.MultivariateWeights.Where(each => _plane.FeatureStates.Any(state => state.Id == each.FeatureStateId && state.EnvironmentId == environmentId))
            .ToLookup(each => each.FeatureStateId);
        var segments = _segments.ToDictionary(each => each.Id, each => each.Uuid);
        var states = _plane.FeatureStates.Where(each => each.EnvironmentId == environmentId).ToLookup(each => each.FeatureId);
        return
        [
            .. from feature in _features
               from state in states[feature.Id].OrderBy(each => each.Identifier is not null).ThenBy(each => each.Priority ?? -1).ThenBy(each => each.Identifier, StringComparer.Ordinal)
               select new StatePart
               {
                   Uuid = state.Uuid,
                   Feature = feature.Name,
                   Segment = state.SegmentId is { } segment ? segments[segment] : null,
                   Priority = state.Priority,
                   Identity = state.Identifier,
                   Enabled = state.Enabled,
                   FeatureStateValue = JsonElement.Parse(state.Value),
                   HashSeed = _options[feature.Id].Any() ? state.HashSeed ?? state.Id : null,
                   MultivariateFeatureStateValues = Shares([.. _options[feature.Id]], weights[state.Id]),
               },
        ];
    }

    // In the order in which they are tried, which is that of the rows.
    private static List<SharePart> Shares(List<MultivariateOption> options, IEnumerable<MultivariateWeight> weights) =>
        [.. weights.OrderBy(each => each.Id).Select(each => new SharePart(options.FindIndex(option => option.Id == each.MultivariateOptionId), each.PercentageAllocation))];
}
