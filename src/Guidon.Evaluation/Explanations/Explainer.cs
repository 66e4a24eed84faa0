using System.Collections.Immutable;
using System.Text;
using Guidon.Evaluation.Hashing;
using Guidon.Evaluation.Rules;
using Guidon.Evaluation.Values;

namespace Guidon.Evaluation.Explanations;

/// <summary>
/// The evaluator's second door: the same compiled conditions and the same hashes, but every step is written down. Allocates; not for the
/// path of requests.
/// </summary>
public static class Explainer
{
    /// <summary>Explains one flag for one subject.</summary>
    /// <param name="set">The flag set.</param>
    /// <param name="subject">Who asks.</param>
    /// <param name="flagIndex">Position in <see cref="FlagSet.Flags"/>.</param>
    public static Explanation Explain(FlagSet set, scoped in Subject subject, int flagIndex)
    {
        ArgumentNullException.ThrowIfNull(set);
        var plan = set.Plan;
        var keyChars = Evaluator.KeyCharsMax(plan, subject);
        var scope = new EvaluationScope(
            plan, subject, new int[plan.MemoryInts], new char[keyChars], new byte[Encoding.UTF8.GetMaxByteCount(keyChars)]);

        var own = Evaluator.OwnState(plan, subject.Identifier, flagIndex);
        var segments = Segments(set, ref scope, flagIndex, hasOwn: own is not null, out var shared);
        var state = own ?? shared ?? plan.States[flagIndex];
        var outcome = set.Outcomes[state.Resolve(ref scope)];
        return new()
        {
            FlagSetVersion = set.Version,
            Flag = set.Flags[flagIndex].Name,
            Identifier = subject.Identifier,
            IdentityKey = scope.HasIdentity ? scope.Key.ToString() : null,
            DecidedBy = own is not null ? "identity_override" : shared is not null ? "segment_override" : "environment",
            Segments = segments,
            Split = state.Ends.Length > 0 && scope.HasIdentity ? Split(set, ref scope, state, outcome) : null,
            Enabled = outcome.Enabled,
            ValueJson = outcome.ValueJson,
            Variant = outcome.Variant,
            Reason = outcome.Reason,
        };
    }

    private static ImmutableArray<ExplainedSegment> Segments(
        FlagSet set, ref EvaluationScope scope, int flag, bool hasOwn, out CompiledState? decides)
    {
        decides = null;
        var segments = ImmutableArray.CreateBuilder<ExplainedSegment>();
        foreach (var change in set.Plan.Overrides[flag])
        {
            var matches = scope.IsIn(change.Segment);
            var first = matches && !hasOwn && decides is null;
            if (first) decides = change.State;
            segments.Add(new()
            {
                SegmentId = set.Segments[change.Segment].SegmentId,
                Name = set.Segments[change.Segment].Name,
                Matches = matches,
                Decides = first,
                Rules = Rules(set.Plan.SegmentRules[change.Segment], ref scope),
            });
        }

        return segments.DrainToImmutable();
    }

    private static ImmutableArray<ExplainedRule> Rules(ReadOnlySpan<CompiledRule> rules, ref EvaluationScope scope)
    {
        var explained = ImmutableArray.CreateBuilder<ExplainedRule>(rules.Length);
        foreach (var rule in rules)
        {
            explained.Add(new()
            {
                Type = rule.Type.ToString().ToUpperInvariant(),
                Matches = rule.Matches(ref scope),
                Conditions = Conditions(rule.Conditions, ref scope),
                Rules = Rules(rule.Rules, ref scope),
            });
        }

        return explained.MoveToImmutable();
    }

    private static ImmutableArray<ExplainedCondition> Conditions(ReadOnlySpan<CompiledCondition> conditions, ref EvaluationScope scope)
    {
        var explained = ImmutableArray.CreateBuilder<ExplainedCondition>(conditions.Length);
        foreach (var condition in conditions) explained.Add(Explain(condition, ref scope));
        return explained.MoveToImmutable();
    }

    private static ExplainedCondition Explain(CompiledCondition condition, ref EvaluationScope scope)
    {
        var byIdentity = condition.Split is { ByIdentity: true };
        var operand = scope.Resolve(condition.Property);
        var kind = !byIdentity ? operand.Kind : scope.HasIdentity ? TraitKind.Text : TraitKind.Null;
        var text = byIdentity ? scope.Key : PythonText.Of(operand, stackalloc char[PythonText.ScalarCharsMax]);
        return new()
        {
            Property = condition.Property.Text,
            Operator = condition.OperatorName,
            Value = condition.Value,
            OperandKind = kind,
            Operand = kind == TraitKind.Null ? null : text.ToString(),
            Hash = condition.Split is { } split && kind != TraitKind.Null
                ? Hash(scope.Salt(split.HashSlot), text.ToString(), split.Place(condition.Property, ref scope))
                : null,
            Matches = condition.Matches(ref scope),
        };
    }

    private static ExplainedSplit Split(FlagSet set, ref EvaluationScope scope, CompiledState state, FlagOutcome outcome)
    {
        var shares = ImmutableArray.CreateBuilder<ExplainedShare>(state.Ends.Length);
        for (var i = 0; i < state.Ends.Length; i++)
        {
            var variant = set.Outcomes[state.Control + 1 + i];
            shares.Add(new(variant.Variant, variant.ValueJson, variant.Weight ?? 0, i == 0 ? 0 : state.Ends[i - 1], state.Ends[i], variant == outcome));
        }

        return new(Hash(scope.Salt(state.HashSlot), scope.Key.ToString(), scope.IdentityPlace(state.HashSlot)), shares.MoveToImmutable());
    }

    /// <summary>Repeats the text as often as the hash had to.</summary>
    private static ExplainedHash Hash(ReadOnlySpan<byte> salt, string value, int place)
    {
        var once = Encoding.UTF8.GetString(salt) + value;
        var repeats = Percentage.Repeats(salt, Encoding.UTF8.GetBytes(value));
        return new(string.Join(',', Enumerable.Repeat(once, repeats)), Percentage.OfPlace(place));
    }
}
