using Guidon.Evaluation;
using Guidon.Events;
using Guidon.Flags;

namespace Guidon.Server.Edge;

/// <summary>Turns a flag set into what events refer to.</summary>
internal static class FlagTableBuilder
{
    internal static FlagTable Build(EnvironmentDocument document, FlagSet set, IReadOnlyList<FeatureDetail> features)
    {
        var details = features.ToDictionary(feature => feature.FeatureId);
        var outcomes = set.Outcomes.Where(outcome => outcome.Ordinal >= 0).ToLookup(outcome => outcome.FlagIndex);
        return new FlagTable
        {
            // The document's own id: behind an upstream receivers know the environment by that one.
            EnvironmentId = document.Id,
            EnvironmentKey = set.EnvironmentKey,
            EnvironmentName = set.EnvironmentName,
            ProjectId = document.Project.Id,
            FlagSetVersion = set.Version,
            Flags = [.. set.Flags.Select(flag => Row(flag, details.GetValueOrDefault(flag.FeatureId), outcomes[flag.Index]))],
            Segments = [.. set.Segments.Select(segment => new SegmentRow(segment.SegmentId, segment.Name))],
        };
    }

    /// <summary>An answer as events keep it; also for identity overrides, which events carry themselves.</summary>
    internal static FlagOutcomeRow Row(FlagOutcome outcome) => new()
    {
        StateId = outcome.StateId,
        Enabled = outcome.Enabled,
        Value = new EventValue(outcome.ValueJson),
        Variant = outcome.Variant,
        Reason = outcome.Reason,
        Weight = outcome.Weight,
        SegmentId = outcome.SegmentId,
        IdentityOverride = outcome.IdentityOverride,
    };

    private static FlagRow Row(CompiledFlag flag, FeatureDetail? detail, IEnumerable<FlagOutcome> outcomes) => new()
    {
        FeatureId = flag.FeatureId,
        Name = flag.Name,
        Type = flag.Type,
        CreatedAt = detail?.CreatedAt,
        DefaultEnabled = detail?.DefaultEnabled ?? false,
        Description = detail?.Description,
        InitialValue = detail?.InitialValue,
        Outcomes = [.. outcomes.OrderBy(outcome => outcome.Ordinal).Select(Row)],
    };
}
