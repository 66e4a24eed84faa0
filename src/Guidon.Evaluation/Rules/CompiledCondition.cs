using Guidon.Evaluation.Paths;
using Guidon.Evaluation.Values;

namespace Guidon.Evaluation.Rules;

// Hot path: Matches must not allocate (guarded by AllocationTests). One class with a switch and not a class per operator: a switch over
// a byte is predicted, a call through an interface with ten receivers is not.

/// <summary>A condition with its value parsed for its operator; of the nullable parts exactly the operator's own is set.</summary>
internal sealed record CompiledCondition
{
    /// <summary>As written; unknown names and impossible values have become <see cref="ConditionOperator.Never"/>.</summary>
    public required ConditionOperator Operator { get; init; }

    /// <summary>As written, for explanations.</summary>
    public required string OperatorName { get; init; }

    /// <summary>As written, for explanations.</summary>
    public required string? Value { get; init; }

    public required CompiledProperty Property { get; init; }

    public Comparand? Comparand { get; init; }

    public Pattern? Pattern { get; init; }

    public Modulus? Modulus { get; init; }

    public Membership? Membership { get; init; }

    public Split? Split { get; init; }

    public bool Matches(ref EvaluationScope scope)
    {
        if (Split is not null) return Split.Matches(Property, ref scope);
        if (Operator == ConditionOperator.Never) return false;
        var operand = scope.Resolve(Property);
        if (operand.Kind == TraitKind.Null) return Operator == ConditionOperator.IsNotSet;
        return Operator switch
        {
            ConditionOperator.IsSet => true,
            ConditionOperator.IsNotSet => false,
            ConditionOperator.In => Membership is not null && Membership.Matches(operand),
            ConditionOperator.Regex => Pattern is not null && MatchesPattern(operand, ref scope),
            ConditionOperator.Modulo => Modulus is not null && Modulus.Matches(operand),
            ConditionOperator.NotContains => operand.Kind == TraitKind.Text && !operand.Text.Contains(Value, StringComparison.Ordinal),
            _ => Comparand is not null && Comparand.Matches(Operator, operand),
        };
    }

    private bool MatchesPattern(scoped in Operand operand, ref EvaluationScope scope)
    {
        var text = PythonText.Of(operand, stackalloc char[PythonText.ScalarCharsMax]);
        return Pattern is not null && scope.IsMatch(Pattern, text);
    }
}
