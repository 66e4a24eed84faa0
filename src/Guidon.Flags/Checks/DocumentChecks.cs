using System.Collections.Immutable;
using Guidon.Flags.Documents;

namespace Guidon.Flags.Checks;

/// <summary>What is said about a whole environment: its segments' findings, and what only shows when all of it is seen together.</summary>
public static class DocumentChecks
{
    // Shares are entered with a few decimals; their sum may miss 100 by rounding.
    private const double WeightTolerance = 1e-9;

    /// <summary>Checks everything. The fields of findings start at the document.</summary>
    public static ImmutableArray<Finding> Check(EnvironmentDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var findings = ImmutableArray.CreateBuilder<Finding>();
        CheckNames(document, findings);
        CheckStates(document.FeatureStates, "feature_states", findings);
        for (var i = 0; i < document.Project.Segments.Length; i++)
        {
            var field = $"project.segments[{i}]";
            var segment = document.Project.Segments[i];
            findings.AddRange(SegmentChecks.Check(segment).Select(finding => finding with { Field = $"{field}.{finding.Field}" }));
            CheckStates(segment.FeatureStates, field + ".feature_states", findings);
        }

        CheckPriorities(document.Project.Segments, findings);
        CheckIdentities(document.IdentityOverrides, findings);
        return findings.DrainToImmutable();
    }

    private static void CheckNames(EnvironmentDocument document, ImmutableArray<Finding>.Builder findings)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < document.FeatureStates.Length; i++)
        {
            var name = document.FeatureStates[i].Feature.Name;
            if (!names.Add(name))
                findings.Add(new(Severity.Error, "name_taken", $"feature_states[{i}].feature.name", $"Another feature is called {name}, but for its case."));
        }
    }

    private static void CheckStates(ImmutableArray<FeatureStateDocument> states, string field, ImmutableArray<Finding>.Builder findings)
    {
        for (var i = 0; i < states.Length; i++)
        {
            var sum = states[i].MultivariateValues.Sum(value => value.PercentageAllocation);
            if (sum > 100 + WeightTolerance)
            {
                findings.Add(new(
                    Severity.Error, "weights_above_100", $"{field}[{i}].multivariate_feature_state_values", $"The options' shares add up to {sum} percent."));
            }
        }
    }

    /// <summary>SDKs disagree on which of two equally strong overrides wins.</summary>
    private static void CheckPriorities(ImmutableArray<SegmentDocument> segments, ImmutableArray<Finding>.Builder findings)
    {
        var taken = new Dictionary<(int Feature, int? Priority), string>();
        for (var i = 0; i < segments.Length; i++)
        {
            for (var j = 0; j < segments[i].FeatureStates.Length; j++)
            {
                var state = segments[i].FeatureStates[j];
                if (taken.TryAdd((state.Feature.Id, state.FeatureSegmentPriority), segments[i].Name)) continue;
                findings.Add(new(
                    Severity.Warning, "equal_priorities", $"project.segments[{i}].feature_states[{j}].feature_segment.priority",
                    $"Segment {taken[(state.Feature.Id, state.FeatureSegmentPriority)]} overrides {state.Feature.Name} with the same priority; SDKs disagree on who wins."));
            }
        }
    }

    private static void CheckIdentities(ImmutableArray<IdentityOverrideDocument> identities, ImmutableArray<Finding>.Builder findings)
    {
        var identifiers = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < identities.Length; i++)
        {
            if (!identifiers.Add(identities[i].Identifier))
                findings.Add(new(Severity.Warning, "identifier_twice", $"identity_overrides[{i}].identifier", "SDKs disagree on which of two entries counts."));
        }
    }
}
