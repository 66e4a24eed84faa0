using Guidon.Flags.Documents;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

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

    private IReadOnlyDictionary<int, MultivariateOption> Options { get; init; } = new Dictionary<int, MultivariateOption>();

    private ILookup<int, MultivariateWeight> Weights { get; init; } = Array.Empty<MultivariateWeight>().ToLookup(_ => 0);

    /// <param name="plane">Everything is saved in it.</param>
    /// <param name="environments">A few of one project, as they will be published.</param>
    /// <param name="shared">What its project's environments have in common.</param>
    internal static IEnumerable<EnvironmentSource> Load(ControlPlane plane, IReadOnlyList<ProjectEnvironment> environments, ProjectSource shared)
    {
        var ids = environments.Select(each => each.Id).ToList();
        // Not tracked: what is only read must not be looked through for changes at each save.
        var rows = plane.FeatureStates.AsNoTracking().Where(each => ids.Contains(each.EnvironmentId));
        var states = rows.OrderBy(each => each.Id).ToLookup(each => each.EnvironmentId);
        var weights = shared.Options.Count == 0
            ? Array.Empty<MultivariateWeight>().ToLookup(_ => 0)
            : plane.MultivariateWeights.AsNoTracking().Where(each => rows.Any(state => state.Id == each.FeatureStateId)).OrderBy(each => each.Id).ToLookup(each => each.FeatureStateId);
        return environments.Select(environment => new EnvironmentSource
        {
            Organisation = shared.Organisation,
            Project = shared.Project,
            Environment = environment,
            Features = shared.Features,
            Segments = shared.Segments,
            States = [.. states[environment.Id]],
            Options = shared.Options,
            Weights = weights,
        });
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
