using Guidon.Flags.Documents;
using Guidon.Storage.Model;

namespace Guidon.Storage;

/// <summary>All rows that one environment's document is made of.</summary>
internal sealed record EnvironmentSource
{
    internal required Organisation Organisation { get; init; }

    internal required Project Project { get; init; }

    internal required ProjectEnvironment Environment { get; init; }

    internal required IReadOnlyDictionary<int, Feature> Features { get; init; }

    internal required IReadOnlyList<Segment> Segments { get; init; }

    /// <summary>By id, so that documents of equal content are equal.</summary>
    internal required IReadOnlyList<FeatureState> States { get; init; }

    private Dictionary<int, MultivariateOption> Options { get; init; } = [];

    private ILookup<int, MultivariateWeight> Weights { get; init; } = Array.Empty<MultivariateWeight>().ToLookup(_ => 0);

    internal static EnvironmentSource Load(ControlPlane plane, ProjectEnvironment environment)
    {
        var project = plane.Projects.Single(each => each.Id == environment.ProjectId);
        var features = plane.Features.Where(each => each.ProjectId == project.Id);
        var states = plane.FeatureStates.Where(each => each.EnvironmentId == environment.Id);
        return new EnvironmentSource
        {
            Organisation = plane.Organisations.Single(each => each.Id == project.OrganisationId),
            Project = project,
            Environment = environment,
            Features = features.ToDictionary(each => each.Id),
            Segments = [.. plane.Segments.Where(each => each.ProjectId == project.Id).OrderBy(each => each.Id)],
            States = [.. states.OrderBy(each => each.Id)],
            Options = plane.MultivariateOptions.Where(each => features.Any(feature => feature.Id == each.FeatureId)).ToDictionary(each => each.Id),
            Weights = plane.MultivariateWeights.Where(each => states.Any(state => state.Id == each.FeatureStateId))
                .OrderBy(each => each.Id).ToLookup(each => each.FeatureStateId),
        };
    }

    internal FeatureStateDocument State(FeatureState state)
    {
        var feature = Features[state.FeatureId];
        return new FeatureStateDocument
        {
            Feature = new FeatureDocument(feature.Id, feature.Name, feature.Type),
            Enabled = state.Enabled,
            DjangoId = state.HashSeed ?? state.Id,
            FeatureStateUuid = state.Uuid.ToString(),
            FeatureSegmentPriority = state.Priority,
            ValueJson = state.Value,
            MultivariateValues = [.. Weights[state.Id].Select(Weight)],
        };
    }

    private MultivariateDocument Weight(MultivariateWeight weight)
    {
        var option = Options[weight.MultivariateOptionId];
        return new MultivariateDocument
        {
            Id = weight.Id,
            PercentageAllocation = weight.PercentageAllocation,
            Uuid = weight.Uuid.ToString(),
            OptionId = option.Id,
            OptionValueJson = option.Value,
            OptionKey = option.Key,
        };
    }
}
