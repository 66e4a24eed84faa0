using System.Globalization;
using Guidon.Contracts.Transfer;
using Guidon.Transfer.Reading;

namespace Guidon.Transfer.Unleash;

/// <summary>
/// Strategies as states. Unleash turns a flag on for whoever any strategy is true for; so a flag with strategies for some is off by default and on for
/// a segment per strategy, and a flag without strategies, or with one for everybody, is on by default. A flag whose strategies cannot be carried had
/// some, and is not for everybody.
/// </summary>
internal static class UnleashStates
{
    internal static IEnumerable<StatePart> Of(UnleashPlace place, FeaturePart feature, IReadOnlyList<UnleashStrategy> all, List<SegmentPart> segments)
    {
        List<UnleashStrategy> strategies = [.. all.Where(each => each.IsCarried)];
        if (place.IsEnabled && strategies.Count == 0 && all.Count > 0) place.Source.Lose("The flag is off for everybody here: none of its strategies could be carried.");
        // The first that is true for somebody counts, also for the variant: behind one for everybody none ever does.
        var before = strategies.TakeWhile(each => !each.IsForAll).ToList();
        var forAll = strategies.ElementAtOrDefault(before.Count);
        foreach (var behind in strategies.Skip(before.Count + 1)) behind.Source.Lose("A strategy for everybody stands before it, so it never counts.");
        yield return new StatePart
        {
            Feature = feature.Name,
            Enabled = place.IsEnabled && (forAll is not null || all.Count == 0),
            FeatureStateValue = SourceValue.Null,
            MultivariateFeatureStateValues = Shares(feature, forAll?.Variants ?? [], place),
        };
        if (!place.IsEnabled)
        {
            foreach (var strategy in before) strategy.Source.Lose("The flag is off in this environment, where strategies do not count; ours would.");
            yield break;
        }

        var priority = 0;
        foreach (var strategy in before)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{feature.Name}: {place.Environment} strategy {priority + 1}");
            ConditionPart[] split = strategy.Rollout < 100 ? [new ConditionPart("PERCENTAGE_SPLIT", "", strategy.Rollout.ToString("R", CultureInfo.InvariantCulture))] : [];
            var uuid = SourceUuid.Of("unleash", "strategy", name);
            segments.Add(new SegmentPart { Uuid = uuid, Name = name, Feature = feature.Name, Rules = [new RulePart("ALL") { Rules = strategy.Rules, Conditions = split }] });
            yield return new StatePart
            {
                Feature = feature.Name,
                Segment = uuid,
                Priority = priority++,
                Enabled = true,
                FeatureStateValue = SourceValue.Null,
                MultivariateFeatureStateValues = Shares(feature, strategy.Variants, place),
            };
        }
    }

    private static IReadOnlyList<SharePart> Shares(FeaturePart feature, IReadOnlyList<UnleashVariant> own, UnleashPlace place)
    {
        List<Guid?> known = [.. feature.MultivariateOptions.Select(each => each.Uuid)];
        return [.. (own.Count > 0 ? own : place.Variants).Select(each => new SharePart(known.IndexOf(SourceUuid.Of("unleash", "variant", feature.Name, each.Name)), each.Percent)).Where(each => each.Variant >= 0)];
    }
}
