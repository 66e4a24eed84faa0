using Guidon.Server.Edge;

namespace Guidon.Server.Management.Transfers;

/// <summary>Checks that everything in a file stands there once and refers to what stands there.</summary>
internal static class ImportReferences
{
    internal static void Check(ImportFile file)
    {
        Once(file.Tags, each => each.Uuid, "uuid", each => each.Errors, "tag");
        Once(file.Segments, each => each.Uuid, "uuid", each => each.Errors, "segment");
        Once(file.Features.Where(each => each.Uuid is not null), each => each.Uuid, "uuid", each => each.Errors, "feature");
        Once(file.Features, each => each.Name.ToUpperInvariant(), "name", each => each.Errors, "feature, whatever its case,");
        Once(file.Environments, each => each.Name, "name", each => each.Errors, "environment");
        Once(file.Environments.Where(each => each.ApiKey is not null), each => each.ApiKey, "api_key", each => each.Errors, "environment");
        Once(file.Segments.Where(each => each.HashSeed is not null), each => each.HashSeed, "hash_seed", each => each.Errors, "segment");
        if (file.Errors.Any) return;
        var features = file.Features.ToDictionary(each => each.Name, StringComparer.OrdinalIgnoreCase);
        var (tags, segments) = (file.Tags.Select(each => each.Uuid).ToHashSet(), file.Segments.ToDictionary(each => each.Uuid));
        foreach (var feature in file.Features.Where(each => each.TagUuids.Any(tag => !tags.Contains(tag)))) feature.Errors.Add("tag_uuids", "A tag is not in the file.");
        foreach (var segment in file.Segments.Where(each => each.Feature is not null && !features.ContainsKey(each.Feature))) segment.Errors.Add("feature", $"Feature \"{segment.Feature}\" is not in the file.");
        foreach (var environment in file.Environments) Check(environment, features, segments);
    }

    private static void Check(WantedEnvironment environment, Dictionary<string, WantedFeature> features, Dictionary<Guid, WantedSegment> segments)
    {
        Once(environment.States, each => (each.Feature.ToUpperInvariant(), each.Segment, each.Identifier), "non_field_errors", each => each.Errors, "state of this feature for the same");
        Once(environment.Identities, each => each.Identifier, "identifier", each => each.Errors, "identity");
        foreach (var state in environment.States)
        {
            if (!features.TryGetValue(state.Feature, out var feature))
            {
                state.Errors.Add("feature", $"Feature \"{state.Feature}\" is not in the file.");
                continue;
            }

            if (state.Shares.Any(each => each.Variant < 0 || each.Variant >= feature.Body.Variants.Count)) state.Errors.Add("multivariate_feature_state_values", "A variant is not among the feature's.");
            if (state.Segment is not { } uuid) continue;
            if (!segments.TryGetValue(uuid, out var segment)) state.Errors.Add("segment", "The segment is not in the file.");
            else if (segment.Feature is { } only && !string.Equals(only, feature.Name, StringComparison.OrdinalIgnoreCase)) state.Errors.Add("segment", $"The segment is for feature \"{only}\" alone.");
        }
    }

    private static void Once<T, TKey>(IEnumerable<T> items, Func<T, TKey> keyOf, string field, Func<T, FieldErrors> errors, string what)
    {
        var seen = new HashSet<TKey>();
        foreach (var item in items.Where(item => !seen.Add(keyOf(item)))) errors(item).Add(field, $"Another {what} of the file has it already.");
    }
}
