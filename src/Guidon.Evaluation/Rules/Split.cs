using Guidon.Evaluation.Hashing;
using Guidon.Evaluation.Paths;

namespace Guidon.Evaluation.Rules;

/// <summary>The value of a <c>PERCENTAGE_SPLIT</c> condition.</summary>
internal sealed class Split
{
    /// <summary>Percent, inclusive.</summary>
    public required double Threshold { get; init; }

    /// <summary>Names salt and property, so that equal ones are hashed once per evaluation.</summary>
    public required int HashSlot { get; init; }

    /// <summary>Blank properties split by the identity's key.</summary>
    public required bool ByIdentity { get; init; }

    public bool Matches(CompiledProperty property, ref EvaluationScope scope)
    {
        var place = Place(property, ref scope);
        return place >= 0 && Percentage.OfPlace(place) <= Threshold;
    }

    /// <returns>The subject's place on this split's scale; −1 when it has none.</returns>
    public int Place(CompiledProperty property, ref EvaluationScope scope)
    {
        if (ByIdentity) return scope.HasIdentity ? scope.IdentityPlace(HashSlot) : -1;
        var operand = scope.Resolve(property);
        return operand.Kind == TraitKind.Null ? -1 : scope.Place(HashSlot, operand);
    }
}
