using Guidon.Server.Access;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Environments;

/// <summary>Makes environments with the states that every environment has: one of each feature.</summary>
internal static class EnvironmentRows
{
    /// <summary>More would make a change of a feature slow, since it is in the documents of all.</summary>
    internal const int EnvironmentsMax = 200;

    /// <summary>A name is taken once in a project.</summary>
    internal static void CheckName(Change change, int projectId, EnvironmentBody wanted, int ownId)
    {
        if (wanted.Name is { } name && change.Plane.Environments.Any(each => each.ProjectId == projectId && each.Name == name && each.Id != ownId))
            wanted.Errors.Add("name", "An environment of this project has this name already.");
    }

    internal static bool IsFull(Change change, int projectId) => change.Plane.Environments.Count(each => each.ProjectId == projectId) >= EnvironmentsMax;

    /// <summary>Not saved yet, without states.</summary>
    internal static ProjectEnvironment New(Change change, int projectId, string name) => new()
    {
        Uuid = change.NewUuid(),
        ProjectId = projectId,
        Name = name,
        ApiKey = FreshKeys.ClientKey(),
        CreatedAt = change.Now,
        UpdatedAt = change.Now.AddSeconds(-1),   // publishing moves it to now
    };

    /// <summary>As each feature says that new environments start.</summary>
    internal static void AddDefaults(Change change, ProjectEnvironment environment)
    {
        var plane = change.Plane;
        var states = plane.Features.Where(each => each.ProjectId == environment.ProjectId).OrderBy(each => each.Id).AsEnumerable()
            .Select(each => StateRows.NewDefault(change, each, environment.Id)).ToList();
        plane.AddRange(states);
        plane.SaveChanges();   // weights need their ids
        var features = plane.Features.Where(each => each.ProjectId == environment.ProjectId).Select(each => each.Id);
        var options = plane.MultivariateOptions.Where(each => features.Contains(each.FeatureId)).OrderBy(each => each.Id).ToLookup(each => each.FeatureId);
        plane.AddRange(states.SelectMany(state => options[state.FeatureId].Select(each => StateRows.NewWeight(change, state.Id, each.Id, each.DefaultPercentageAllocation))));
        change.Touch(environment.Id);
    }

    /// <summary>As the source is now, segment overrides included; overrides of identities stay behind.</summary>
    internal static void Copy(Change change, ProjectEnvironment source, ProjectEnvironment copy)
    {
        var plane = change.Plane;
        var pairs = plane.FeatureStates.Where(each => each.EnvironmentId == source.Id && each.Identifier == null).OrderBy(each => each.Id).AsEnumerable()
            .Select(each => (Old: each, New: StateRows.NewCopy(change, each, copy.Id))).ToList();
        plane.AddRange(pairs.Select(pair => pair.New));
        plane.SaveChanges();   // weights need their ids
        var weights = plane.MultivariateWeights
            .Where(each => plane.FeatureStates.Any(state => state.Id == each.FeatureStateId && state.EnvironmentId == source.Id && state.Identifier == null))
            .OrderBy(each => each.Id).ToLookup(each => each.FeatureStateId);
        plane.AddRange(pairs.SelectMany(pair => weights[pair.Old.Id].Select(each => StateRows.NewWeight(change, pair.New.Id, each.MultivariateOptionId, each.PercentageAllocation))));
        change.Touch(copy.Id);
    }
}
