using System.Collections.Immutable;
using Guidon.Contracts.Transfer;
using Guidon.Evaluation;
using Guidon.Evaluation.Definitions;

namespace Guidon.Transfer.Tests;

/// <summary>Asks the evaluator who is in a segment of a project file.</summary>
internal static class Audience
{
    /// <param name="segment">Of the file.</param>
    /// <param name="identifier">Who.</param>
    /// <param name="traits">What is known of them.</param>
    internal static bool Holds(SegmentPart segment, string identifier, params ReadOnlySpan<Trait> traits)
    {
        var set = FlagSetCompiler.Compile(new EnvironmentDefinition
        {
            Key = "e",
            Name = "e",
            Segments = [new SegmentDefinition { Key = "1", Name = segment.Name, Rules = [.. segment.Rules.Select(Rule)] }],
        });
        Span<bool> held = [false];
        Evaluator.Evaluate(set, new Subject(identifier, traits), [], held);
        return held[0];
    }

    private static RuleDefinition Rule(RulePart part) => new()
    {
        Type = part.Type,
        Rules = [.. part.Rules.Select(Rule)],
        Conditions = part.Conditions.Select(each => new ConditionDefinition { Operator = each.Operator, Property = each.Property, Value = each.Value }).ToImmutableArray(),
    };
}
