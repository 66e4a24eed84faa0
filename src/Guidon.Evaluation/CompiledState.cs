using Guidon.Evaluation.Hashing;

namespace Guidon.Evaluation;

/// <summary>
/// A feature state and its answers, which lie side by side in <see cref="FlagSet.Outcomes"/>: control, the variants by priority and, when
/// there are variants, the answer for nobody in particular.
/// </summary>
internal sealed class CompiledState
{
    /// <summary>Position of the control outcome.</summary>
    public required int Control { get; init; }

    /// <summary>Names the state's key as salt; unused without variants.</summary>
    public int HashSlot { get; init; }

    /// <summary>Where each variant's share ends, in percent, exclusive; each begins where the one before ends.</summary>
    public double[] Ends { get; init; } = [];

    /// <summary>The answer when there is no identity to choose a variant by: the control value, but named so by no variant.</summary>
    public int WithoutIdentity => Ends.Length == 0 ? Control : Control + Ends.Length + 1;

    /// <summary>The answer for a subject.</summary>
    public int Resolve(ref EvaluationScope scope)
    {
        if (Ends.Length == 0) return Control;
        return scope.HasIdentity ? Choose(scope.IdentityPlace(HashSlot)) : WithoutIdentity;
    }

    private int Choose(int place)
    {
        var percent = Percentage.OfPlace(place);
        var start = 0.0;
        for (var i = 0; i < Ends.Length; i++)
        {
            if (start <= percent && percent < Ends[i]) return Control + 1 + i;
            start = Ends[i];
        }

        return Control;
    }
}
