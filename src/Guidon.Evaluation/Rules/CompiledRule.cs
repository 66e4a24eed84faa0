namespace Guidon.Evaluation.Rules;

// Hot path: Matches must not allocate (guarded by AllocationTests).

/// <summary>A node of a segment's rule tree.</summary>
/// <param name="type">Joins the conditions, and in the same way the sub-rules; both halves must hold.</param>
/// <param name="conditions">Empty counts as true.</param>
/// <param name="rules">Empty counts as true.</param>
internal sealed class CompiledRule(RuleType type, CompiledCondition[] conditions, CompiledRule[] rules)
{
    public RuleType Type => type;

    public ReadOnlySpan<CompiledCondition> Conditions => conditions;

    public ReadOnlySpan<CompiledRule> Rules => rules;

    public bool Matches(ref EvaluationScope scope) =>
        type != RuleType.Unknown && ConditionsHold(ref scope) && RulesHold(ref scope);

    private bool ConditionsHold(ref EvaluationScope scope)
    {
        if (conditions.Length == 0) return true;
        // One answer settles the list: a miss for ALL, a hit for ANY and NONE.
        var settles = type != RuleType.All;
        foreach (var condition in conditions)
            if (condition.Matches(ref scope) == settles) return type == RuleType.Any;
        return type != RuleType.Any;
    }

    private bool RulesHold(ref EvaluationScope scope)
    {
        if (rules.Length == 0) return true;
        var settles = type != RuleType.All;
        foreach (var rule in rules)
            if (rule.Matches(ref scope) == settles) return type == RuleType.Any;
        return type != RuleType.Any;
    }
}
