using System.Buffers;
using Guidon.Evaluation;
using Guidon.Events;

namespace Guidon.Server.Edge;

/// <summary>
/// Makes an evaluation durable before its answer's first byte, whenever the environment has a destination. Records what the caller is
/// shown, so that nothing ever has to be evaluated again.
/// </summary>
internal sealed class EventCapture(EventIntake intake, EventIdSource ids, CapturePolicies policies, TimeProvider time)
{
    private long _due;

    /// <summary>Evaluations that had to become events, counted before anything that can fail.</summary>
    internal long Due => Volatile.Read(ref _due);

    internal CapturePolicy PolicyOf(int environmentId) => policies.Of(environmentId);

    /// <summary>
    /// Flags come first: when the log cannot be written the gap is counted and dated by the intake, and when it hangs its answer is not waited
    /// for any longer; the caller is answered all the same, unless the environment is strict.
    /// </summary>
    /// <returns>False when the caller must not be answered with flags.</returns>
    internal async ValueTask<bool> CaptureAsync(IdentityEvaluation evaluation)
    {
        if (!evaluation.Policy.Enabled) return true;
        Interlocked.Increment(ref _due);
        var (payload, length) = Encode(evaluation);
        var now = time.GetUtcNow();
        var happened = new NewEvent(
            ids.Next(),
            EventKind.IdentityEvaluated,
            evaluation.Environment.Id,
            evaluation.Environment.FlagTableId,
            now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond)),
            payload.AsMemory(0, length));
        // Not the caller's cancellation: once decided, an evaluation is recorded whether or not the caller still listens.
        var result = await intake.AppendAsync(happened, mayLeave: !evaluation.Policy.Strict, CancellationToken.None);
        if (!result.IsLeft) ArrayPool<byte>.Shared.Return(payload);
        return result.IsDurable || !evaluation.Policy.Strict;
    }

    private static (byte[] Payload, int Length) Encode(in IdentityEvaluation evaluation)
    {
        var set = evaluation.Environment.FlagSet;
        var codes = ArrayPool<int>.Shared.Rent(set.Flags.Length);
        var overrides = Code(evaluation, codes);
        var draft = new EvaluatedEventDraft
        {
            Identifier = evaluation.Identity.Identifier,
            Transient = evaluation.Identity.Transient,
            Anonymous = evaluation.Identity.Anonymous,
            ServerSide = evaluation.ServerSide,
            Outcomes = codes.AsSpan(0, set.Flags.Length),
            Overrides = overrides is null ? [] : [.. overrides],
            Traits = evaluation.Policy.WantsTraits ? Traits(evaluation.Identity, evaluation.Policy.Traits) : [],
            Segments = evaluation.Segments.Span,
        };
        var payload = ArrayPool<byte>.Shared.Rent(EvaluatedEventEncoding.BytesMax(draft));
        var length = EvaluatedEventEncoding.Encode(draft, payload);
        ArrayPool<int>.Shared.Return(codes);
        return (payload, length);
    }

    private static List<FlagOutcomeRow>? Code(in IdentityEvaluation evaluation, int[] codes)
    {
        List<FlagOutcomeRow>? overrides = null;
        var outcomes = evaluation.Environment.FlagSet.Outcomes;
        var chosen = evaluation.Outcomes.Span;
        for (var flag = 0; flag < chosen.Length; flag++)
        {
            var outcome = outcomes[chosen[flag]];
            codes[flag] = CodeOf(evaluation, outcome);
            if (codes[flag] == EvaluatedEventDraft.Override) (overrides ??= []).Add(FlagTableBuilder.Row(outcome));
        }

        return overrides;
    }

    private static int CodeOf(in IdentityEvaluation evaluation, FlagOutcome outcome) =>
        !evaluation.Environment.IsShown(outcome, evaluation.ServerSide) ? EvaluatedEventDraft.NotShown
        : outcome.Ordinal < 0 ? EvaluatedEventDraft.Override
        : outcome.Ordinal;

    private static EventTrait[] Traits(ResolvedIdentity identity, CaptureTraits? rules)
    {
        var traits = new EventTrait[identity.Traits.Length];
        for (var i = 0; i < traits.Length; i++)
        {
            var trait = identity.Traits[i];
            traits[i] = new EventTrait(identity.TraitIds[i], trait.Key, new EventValue(trait.Value.Json), trait.Transient);
        }

        return rules is null ? traits : rules.Apply(traits);
    }
}
