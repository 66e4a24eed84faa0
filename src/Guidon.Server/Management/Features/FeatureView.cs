using System.Text.Json;
using Guidon.Contracts;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Features;

/// <summary>Shows features; with <c>?environment=</c> also their states and overrides there, with <c>?segment=</c> their overrides for it.</summary>
/// <param name="plane">Where the rest of a feature is looked up, for a whole page at once.</param>
/// <param name="environmentId">From the query, of the features' own project; <see langword="null"/> when none is named.</param>
/// <param name="segmentId">From the query; counts only beside an environment.</param>
internal sealed class FeatureView(ControlPlane plane, int? environmentId, int? segmentId)
{
    internal IReadOnlyList<FeatureAnswer> Show(IReadOnlyList<Feature> features)
    {
        var ids = features.Select(each => each.Id).ToList();
        var options = plane.MultivariateOptions.Where(each => ids.Contains(each.FeatureId)).OrderBy(each => each.Id).ToLookup(each => each.FeatureId);
        var states = environmentId is null
            ? Array.Empty<FeatureState>().ToLookup(_ => 0)
            : plane.FeatureStates.Where(each => each.EnvironmentId == environmentId && ids.Contains(each.FeatureId)).ToLookup(each => each.FeatureId);
        return [.. features.Select(each => Show(each, options[each.Id], [.. states[each.Id]]))];
    }

    internal FeatureAnswer Show(Feature feature) => Show([feature])[0];

    private FeatureAnswer Show(Feature feature, IEnumerable<MultivariateOption> options, IReadOnlyList<FeatureState> states) => new()
    {
        Id = feature.Id,
        Uuid = feature.Uuid,
        Name = feature.Name,
        Project = feature.ProjectId,
        Type = feature.Type,
        CreatedDate = feature.CreatedAt.UtcDateTime,
        InitialValue = feature.InitialValue,
        DefaultEnabled = feature.DefaultEnabled,
        Description = feature.Description,
        IsArchived = feature.IsArchived,
        IsServerKeyOnly = feature.IsServerKeyOnly,
        MultivariateOptions = [.. options.Select(Show)],
        EnvironmentFeatureState = Summary(states.SingleOrDefault(each => each is { SegmentId: null, Identifier: null })),
        SegmentFeatureState = segmentId is null ? null : Summary(states.SingleOrDefault(each => each.SegmentId == segmentId)),
        NumSegmentOverrides = environmentId is null ? null : states.Count(each => each.SegmentId is not null),
        NumIdentityOverrides = environmentId is null ? null : states.Count(each => each.Identifier is not null),
    };

    private static FeatureStateSummary? Summary(FeatureState? state) => state is null ? null : new FeatureStateSummary
    {
        Id = state.Id,
        FeatureStateValue = JsonElement.Parse(state.Value),
        Environment = state.EnvironmentId,
        FeatureSegment = state.SegmentId is null ? null : state.Id,
        Enabled = state.Enabled,
    };

    private static VariantAnswer Show(MultivariateOption option)
    {
        var value = JsonElement.Parse(option.Value);
        return new VariantAnswer
        {
            Id = option.Id,
            Uuid = option.Uuid,
            Key = option.Key,
            Type = value.ValueKind switch
            {
                JsonValueKind.Number => "int",
                JsonValueKind.True or JsonValueKind.False => "bool",
                _ => "unicode",
            },
            StringValue = value.ValueKind == JsonValueKind.String ? value.GetString() : null,
            IntegerValue = value.ValueKind == JsonValueKind.Number ? value.GetInt64() : null,
            BooleanValue = value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null,
            DefaultPercentageAllocation = option.DefaultPercentageAllocation,
        };
    }
}
