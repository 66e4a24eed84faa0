using System.Collections.Frozen;
using Guidon.Evaluation.Rules;

namespace Guidon.Evaluation;

/// <summary>What the evaluator walks through: positions and numbers only. Immutable.</summary>
internal sealed class EvaluationPlan
{
    public static EvaluationPlan Empty { get; } = new()
    {
        KeyPrefix = "_",
        Defaults = [],
        ActiveFlags = [],
        States = [],
        Overrides = [],
        SegmentRules = [],
        Salts = [],
        TraitSlots = FrozenDictionary<string, int>.Empty,
        Identities = FrozenDictionary<string, IdentityOverride[]>.Empty,
    };

    /// <summary>Environment key and underscore; with the identifier behind it, it is the identity's key.</summary>
    public required string KeyPrefix { get; init; }

    /// <summary>Per flag, the control outcome in the environment: right as it is for every flag that is not active.</summary>
    public required int[] Defaults { get; init; }

    /// <summary>Flags that a segment or a variant can change.</summary>
    public required int[] ActiveFlags { get; init; }

    /// <summary>Per flag, its state in the environment.</summary>
    public required CompiledState[] States { get; init; }

    /// <summary>Per flag, strongest first: the first whose segment matches decides.</summary>
    public required SegmentOverride[][] Overrides { get; init; }

    /// <summary>Per segment, its top-level rules.</summary>
    public required CompiledRule[][] SegmentRules { get; init; }

    /// <summary>Per hash slot, UTF-8 of the salt with a comma behind it.</summary>
    public required byte[][] Salts { get; init; }

    /// <summary>Trait keys that conditions name.</summary>
    public required FrozenDictionary<string, int> TraitSlots { get; init; }

    /// <summary>Overrides by identifier.</summary>
    public required FrozenDictionary<string, IdentityOverride[]> Identities { get; init; }

    /// <summary>Working memory of one evaluation.</summary>
    public int MemoryInts => TraitSlots.Count + Salts.Length + SegmentRules.Length;
}
