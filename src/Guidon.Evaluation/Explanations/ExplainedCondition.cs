namespace Guidon.Evaluation.Explanations;

/// <summary>A condition with both of its operands.</summary>
public sealed record ExplainedCondition
{
    /// <summary>As written.</summary>
    public required string Property { get; init; }

    /// <summary>As written.</summary>
    public required string Operator { get; init; }

    /// <summary>As written.</summary>
    public string? Value { get; init; }

    /// <summary>Type of the subject's value after coercion: text of digits is an integer.</summary>
    public required TraitKind OperandKind { get; init; }

    /// <summary>The subject's value after coercion, as Python's <c>str</c> prints it; <see langword="null"/> when it is not set.</summary>
    public string? Operand { get; init; }

    /// <summary>What was hashed for a percentage split; <see langword="null"/> for every other operator and for nobody.</summary>
    public ExplainedHash? Hash { get; init; }

    /// <summary>The result.</summary>
    public required bool Matches { get; init; }
}
