using System.Buffers;
using System.Text;

namespace Guidon.Evaluation;

// Hot path: must not allocate (guarded by AllocationTests); no LINQ, no closures. Memory beyond the stack's is rented.

/// <summary>Says what each flag is worth to someone. Pure; allocates nothing.</summary>
public static class Evaluator
{
    private const int AllFlags = -1;
    private const int StackInts = 512;
    private const int StackKeyChars = 256;

    /// <summary>Evaluates all flags for a subject.</summary>
    /// <param name="set">The flag set.</param>
    /// <param name="subject">Who asks.</param>
    /// <param name="outcomes">One place per flag; receives positions in <see cref="FlagSet.Outcomes"/>.</param>
    /// <param name="segments">Empty, or one place per segment; receives whether the subject is in it.</param>
    public static void Evaluate(FlagSet set, scoped in Subject subject, Span<int> outcomes, Span<bool> segments)
    {
        ArgumentNullException.ThrowIfNull(set);
        Run(set.Plan, subject, AllFlags, outcomes[..set.Plan.Defaults.Length], segments);
    }

    /// <summary>Evaluates one flag; looks only at what can change it.</summary>
    /// <returns>A position in <see cref="FlagSet.Outcomes"/>.</returns>
    public static int EvaluateFlag(FlagSet set, scoped in Subject subject, int flagIndex)
    {
        ArgumentNullException.ThrowIfNull(set);
        var plan = set.Plan;
        var state = OwnState(plan, subject.Identifier, flagIndex);
        if (state is null && plan.Overrides[flagIndex].Length == 0) state = plan.States[flagIndex];
        // Without segments and variants in play nothing about the subject matters.
        return state is { Ends.Length: 0 } ? state.Control : Run(plan, subject, flagIndex, [], []);
    }

    /// <summary>The environment's own answers, without any identity: segments are not looked at, variants not chosen.</summary>
    /// <returns>A position in <see cref="FlagSet.Outcomes"/>.</returns>
    public static int EnvironmentOutcome(FlagSet set, int flagIndex)
    {
        ArgumentNullException.ThrowIfNull(set);
        return set.Plan.States[flagIndex].WithoutIdentity;
    }

    /// <summary>Characters that an identity's key may need.</summary>
    internal static int KeyCharsMax(EvaluationPlan plan, scoped in Subject subject) =>
        Math.Max(plan.KeyPrefix.Length + (subject.Identifier?.Length ?? 0), subject.Key?.Length ?? 0);

    /// <summary>The state that decides a flag for the scope's subject when it has no override of its own.</summary>
    internal static CompiledState SharedState(EvaluationPlan plan, ref EvaluationScope scope, int flag)
    {
        foreach (var change in plan.Overrides[flag])
            if (scope.IsIn(change.Segment)) return change.State;
        return plan.States[flag];
    }

    /// <summary>The state that an identity has for itself.</summary>
    internal static CompiledState? OwnState(EvaluationPlan plan, string? identifier, int flag)
    {
        if (identifier is null || !plan.Identities.TryGetValue(identifier, out var own)) return null;
        foreach (var change in own)
            if (change.Flag == flag) return change.State;
        return null;
    }

    /// <summary>Finds memory for a scope, on the stack for all but the largest flag sets and keys, and evaluates in it.</summary>
    /// <returns>The outcome of the one flag; meaningless for all.</returns>
    private static int Run(EvaluationPlan plan, scoped in Subject subject, int flag, Span<int> outcomes, Span<bool> segments)
    {
        var keyChars = KeyCharsMax(plan, subject);
        var rentedInts = plan.MemoryInts > StackInts ? ArrayPool<int>.Shared.Rent(plan.MemoryInts) : null;
        var rentedKey = keyChars > StackKeyChars ? ArrayPool<char>.Shared.Rent(keyChars) : null;
        var rentedUtf8 = keyChars > StackKeyChars ? ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(keyChars)) : null;
        var memory = (rentedInts is null ? stackalloc int[StackInts] : rentedInts)[..plan.MemoryInts];
        memory.Clear();

        var scope = new EvaluationScope(
            plan,
            subject,
            memory,
            rentedKey is null ? stackalloc char[StackKeyChars] : rentedKey,
            rentedUtf8 is null ? stackalloc byte[(StackKeyChars + 1) * 3] : rentedUtf8);
        var outcome = flag == AllFlags ? EvaluateAll(plan, ref scope, subject, outcomes, segments) : EvaluateOne(plan, ref scope, subject, flag);

        if (rentedInts is not null) ArrayPool<int>.Shared.Return(rentedInts);
        if (rentedKey is not null) ArrayPool<char>.Shared.Return(rentedKey);
        if (rentedUtf8 is not null) ArrayPool<byte>.Shared.Return(rentedUtf8);
        return outcome;
    }

    private static int EvaluateAll(
        EvaluationPlan plan, ref EvaluationScope scope, scoped in Subject subject, Span<int> outcomes, Span<bool> segments)
    {
        plan.Defaults.CopyTo(outcomes);
        foreach (var flag in plan.ActiveFlags) outcomes[flag] = SharedState(plan, ref scope, flag).Resolve(ref scope);
        if (subject.Identifier is not null && plan.Identities.TryGetValue(subject.Identifier, out var own))
            foreach (var change in own) outcomes[change.Flag] = change.State.Resolve(ref scope);
        if (!segments.IsEmpty)
            for (var i = 0; i < plan.SegmentRules.Length; i++) segments[i] = scope.IsIn(i);
        return AllFlags;
    }

    private static int EvaluateOne(EvaluationPlan plan, ref EvaluationScope scope, scoped in Subject subject, int flag) =>
        (OwnState(plan, subject.Identifier, flag) ?? SharedState(plan, ref scope, flag)).Resolve(ref scope);
}
