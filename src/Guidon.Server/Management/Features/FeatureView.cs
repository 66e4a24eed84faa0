using System.Text.Json;
using Guidon.Contracts;
using Guidon.Server.Management.CodeReferences;
using Guidon.Storage;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Features;

/// <summary>Shows features; with <c>?environment=</c> also their states and overrides there, with <c>?segment=</c> their overrides for it.</summary>
/// <param name="plane">Where the rest of a feature is looked up, for a whole page at once.</param>
/// <param name="project">Whose features they are.</param>
/// <param name="now">Says how old they are.</param>
/// <param name="environmentId">From the query, of the features' own project; <see langword="null"/> when none is named.</param>
/// <param name="segmentId">From the query; counts only beside an environment.</param>
internal sealed class FeatureView(ControlPlane plane, Project project, DateTimeOffset now, int? environmentId = null, int? segmentId = null)
{
    internal IReadOnlyList<FeatureAnswer> Show(IReadOnlyList<Feature> features)
    {
        var ids = features.Select(each => each.Id).ToList();
        var options = plane.MultivariateOptions.AsNoTracking().Where(each => ids.Contains(each.FeatureId)).OrderBy(each => each.Id).ToLookup(each => each.FeatureId);
        var states = environmentId is null
            ? Array.Empty<FeatureState>().ToLookup(_ => 0)
            : plane.FeatureStates.AsNoTracking().Where(each => each.EnvironmentId == environmentId && ids.Contains(each.FeatureId)).ToLookup(each => each.FeatureId);
        var (links, code) = (new FeatureLinks(plane, ids), new CodeCounts(plane, project, ids));
        var stages = new Lifecycle(plane, project, environmentId, now).StagesOf([.. features.Select(each => new FeatureAge(each.Id, each.Name, each.CreatedAt, each.ChangedAt))], links.IsPermanent, code);
        return [.. features.Select(each => Show(each, links, options[each.Id], [.. states[each.Id]], stages[each.Id], code))];
    }

    /// <summary>The features with these ids, in this order.</summary>
    internal IReadOnlyList<FeatureAnswer> ShowIds(IReadOnlyList<int> ids)
    {
        var features = plane.Features.AsNoTracking().Where(each => ids.Contains(each.Id)).ToDictionary(each => each.Id);
        return Show([.. ids.Select(id => features[id])]);
    }

    internal Reply Answer(int status, Feature feature)
    {
        plane.SaveChanges();   // what is shown is read again
        return Reply.Of(status, Show([feature])[0], ContractsJson.Default.FeatureAnswer);
    }

    private FeatureAnswer Show(Feature feature, FeatureLinks links, IEnumerable<MultivariateOption> options, IReadOnlyList<FeatureState> states, string stage, CodeCounts code) => new()
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
        MultivariateOptions = [.. options.Select(VariantView.Show)],
        EnvironmentFeatureState = Summary(states.SingleOrDefault(each => each is { SegmentId: null, Identifier: null })),
        SegmentFeatureState = segmentId is null ? null : Summary(states.SingleOrDefault(each => each.SegmentId == segmentId)),
        NumSegmentOverrides = environmentId is null ? null : states.Count(each => each.SegmentId is not null),
        NumIdentityOverrides = environmentId is null ? null : states.Count(each => each.Identifier is not null),
        Tags = links.TagsOf(feature.Id),
        Owners = links.OwnersOf(feature.Id),
        GroupOwners = links.GroupOwnersOf(feature.Id),
        LifecycleStage = stage,
        CodeReferencesCounts = code.Of(feature.Id),
        LastModifiedInAnyEnvironment = feature.ChangedAt.UtcDateTime,
        LastModifiedInCurrentEnvironment = states.Count == 0 ? null : states.Max(each => each.UpdatedAt).UtcDateTime,
    };

    private static FeatureStateSummary? Summary(FeatureState? state) => state is null ? null : new FeatureStateSummary
    {
        Id = state.Id,
        FeatureStateValue = JsonElement.Parse(state.Value),
        Environment = state.EnvironmentId,
        FeatureSegment = state.SegmentId is null ? null : state.Id,
        Enabled = state.Enabled,
    };
}
