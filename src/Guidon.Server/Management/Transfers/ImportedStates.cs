using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Transfers;

/// <summary>Feature states of a file, and those that every environment must have besides.</summary>
internal static class ImportedStates
{
    internal static void Apply(Import import)
    {
        var taken = Import.Taken(import.Plane.FeatureStates.Select(each => each.Uuid), import.File.Environments.SelectMany(each => each.States).Select(each => each.Uuid));
        List<(WantedState Wanted, FeatureState Row, bool IsNew)> written = [];
        foreach (var (wanted, environment) in import.Environments)
        {
            var rows = import.Plane.FeatureStates.Where(each => each.EnvironmentId == environment.Id).ToList();
            var found = Apply(import, wanted, environment, rows, taken);
            if (import.Replaces) RemoveRest(import, rows, found);
            Renumber(rows, found);
            written.AddRange(found);
        }

        AddDefaults(import, written);
        var changed = written.Where(each => import.Plane.Entry(each.Row).State == EntityState.Modified).Select(each => each.Row).ToHashSet();
        import.Plane.SaveChanges();   // shares need their ids
        ApplyShares(import, written, changed);
        Note(import, written, changed);
        import.Plane.SaveChanges();
    }

    private static List<(WantedState Wanted, FeatureState Row, bool IsNew)> Apply(Import import, WantedEnvironment wanted, ProjectEnvironment environment, List<FeatureState> rows, HashSet<Guid> taken)
    {
        var known = rows.ToDictionary(each => (each.FeatureId, each.SegmentId, each.Identifier));
        List<(WantedState, FeatureState, bool)> found = [];
        foreach (var each in wanted.States)
        {
            var (feature, segment) = (import.Features[each.Feature].Row, each.Segment is { } uuid ? import.Segments[uuid].Id : (int?)null);
            var isNew = !known.TryGetValue((feature.Id, segment, each.Identifier), out var row);
            if (row is null)
            {
                row = StateRows.NewDefault(import.Change, feature, environment.Id);
                (row.Uuid, row.SegmentId, row.Identifier, row.Priority) = (import.UuidOf(each.Uuid, taken), segment, each.Identifier, each.Priority);
                import.Plane.Add(row);
                rows.Add(row);
            }

            (row.Enabled, row.Value) = (each.Enabled, each.Value);
            if (each.HashSeed is { } seed && (isNew || (row.HashSeed ?? row.Id) != seed)) row.HashSeed = seed;
            found.Add((each, row, isNew));
        }

        return found;
    }

    private static void RemoveRest(Import import, List<FeatureState> rows, List<(WantedState Wanted, FeatureState Row, bool IsNew)> found)
    {
        var (kept, features) = (found.Select(each => each.Row).ToHashSet(), found.Select(each => each.Row.FeatureId).ToHashSet());
        // A default is never removed: a feature has one everywhere.
        var gone = rows.Where(each => features.Contains(each.FeatureId) && !kept.Contains(each) && (each.SegmentId is not null || each.Identifier is not null)).ToList();
        ImportRows.Remove(import, "feature_state", gone, _ => "override");
        rows.RemoveAll(gone.Contains);
    }

    // The file's overrides first, in its order; those that only the project has come behind them. No gaps.
    private static void Renumber(List<FeatureState> rows, List<(WantedState Wanted, FeatureState Row, bool IsNew)> found)
    {
        var wanted = found.Where(each => each.Wanted.Priority is not null).ToDictionary(each => each.Row, each => each.Wanted.Priority ?? 0);
        var features = wanted.Keys.Select(each => each.FeatureId).ToHashSet();
        foreach (var overrides in rows.Where(each => each.SegmentId is not null && features.Contains(each.FeatureId)).GroupBy(each => each.FeatureId))
        {
            var ordered = overrides.OrderBy(each => !wanted.ContainsKey(each)).ThenBy(each => wanted.GetValueOrDefault(each, each.Priority ?? 0)).ThenBy(each => each.Id).ToList();
            for (var priority = 0; priority < ordered.Count; priority++) ordered[priority].Priority = priority;
        }
    }

    private static void AddDefaults(Import import, List<(WantedState Wanted, FeatureState Row, bool IsNew)> written)
    {
        var (plane, project) = (import.Plane, import.Project.Id);
        var environments = plane.Environments.Where(each => each.ProjectId == project).Select(each => each.Id).ToList();
        var has = plane.FeatureStates.Where(each => environments.Contains(each.EnvironmentId) && each.SegmentId == null && each.Identifier == null)
            .Select(each => new { each.EnvironmentId, each.FeatureId }).AsEnumerable().Select(each => (each.EnvironmentId, each.FeatureId)).ToHashSet();
        has.UnionWith(written.Where(each => each.Row is { SegmentId: null, Identifier: null }).Select(each => (each.Row.EnvironmentId, each.Row.FeatureId)));
        var features = plane.Features.Where(each => each.ProjectId == project).OrderBy(each => each.Id).ToList();
        plane.AddRange(from environment in environments from feature in features where !has.Contains((environment, feature.Id)) select StateRows.NewDefault(import.Change, feature, environment));
    }

    // Every state has a share of every variant of its feature, be it 0.
    private static void ApplyShares(Import import, List<(WantedState Wanted, FeatureState Row, bool IsNew)> written, HashSet<FeatureState> changed)
    {
        var plane = import.Plane;
        var options = import.Features.Values.ToDictionary(each => each.Row.Id, each => each.Options);
        var ids = plane.Features.Where(each => each.ProjectId == import.Project.Id && each.Type == Feature.Multivariate).Select(each => each.Id);
        var all = plane.MultivariateOptions.Where(each => ids.Contains(each.FeatureId)).OrderBy(each => each.Id).ToLookup(each => each.FeatureId);
        var states = plane.FeatureStates.Where(each => ids.Contains(each.FeatureId)).OrderBy(each => each.Id).ToList();
        var weights = plane.MultivariateWeights.Where(each => plane.FeatureStates.Any(state => state.Id == each.FeatureStateId && ids.Contains(state.FeatureId))).ToDictionary(each => (each.FeatureStateId, each.MultivariateOptionId));
        var shares = written.ToDictionary(each => each.Row, each => each.Wanted.Shares.ToDictionary(share => options[each.Row.FeatureId][share.Variant].Id, share => share.Share));
        foreach (var state in states)
        {
            var wanted = shares.GetValueOrDefault(state);
            // In the order of the file, which is the order in which they are tried; then those that it does not name.
            foreach (var option in (wanted?.Keys.AsEnumerable() ?? []).Concat(all[state.FeatureId].Select(each => each.Id)).Distinct())
            {
                var isKnown = weights.TryGetValue((state.Id, option), out var weight);
                var share = wanted?.GetValueOrDefault(option) ?? (isKnown ? weight?.PercentageAllocation : Default(import, state, all[state.FeatureId], option)) ?? 0;
                if (weight is null) plane.Add(StateRows.NewWeight(import.Change, state.Id, option, share));
                else if (weight.PercentageAllocation != share) weight.PercentageAllocation = share;
                else continue;
                changed.Add(state);
            }
        }
    }

    private static void Note(Import import, List<(WantedState Wanted, FeatureState Row, bool IsNew)> written, HashSet<FeatureState> changed)
    {
        foreach (var (wanted, row, isNew) in written)
        {
            var state = isNew ? EntityState.Added : changed.Contains(row) ? EntityState.Modified : EntityState.Unchanged;
            if (state == EntityState.Modified) row.UpdatedAt = import.Change.Now;
            import.Progress.Note("feature_state", Name(wanted), state);
        }
    }

    // A default of an environment that the file does not have starts as the feature says.
    private static double Default(Import import, FeatureState state, IEnumerable<MultivariateOption> options, int option) =>
        state is { SegmentId: null, Identifier: null } && (!import.LeavesOthers || import.NewFeatures.Contains(state.FeatureId)) ? options.First(each => each.Id == option).DefaultPercentageAllocation : 0;

    private static string Name(WantedState state) => state.Feature + (state.Segment is not null ? " for a segment" : state.Identifier is not null ? " for an identity" : "");
}
