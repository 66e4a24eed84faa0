namespace Guidon.Evaluation;

/// <summary>Says what each flag is worth to someone. Pure; allocates nothing.</summary>
public static class Evaluator
{
    /// <summary>Evaluates all flags for a subject.</summary>
    /// <param name="set">The flag set.</param>
    /// <param name="subject">Who asks.</param>
    /// <param name="outcomes">One place per flag; receives positions in <see cref="FlagSet.Outcomes"/>.</param>
    /// <param name="segments">Empty, or one place per segment; receives whether the subject is in it.</param>
    public static void Evaluate(FlagSet set, scoped in Subject subject, Span<int> outcomes, Span<bool> segments) =>
        throw new NotSupportedException("being built");

    /// <summary>Evaluates one flag; looks only at what can change it.</summary>
    /// <returns>A position in <see cref="FlagSet.Outcomes"/>.</returns>
    public static int EvaluateFlag(FlagSet set, scoped in Subject subject, int flagIndex) =>
        throw new NotSupportedException("being built");

    /// <summary>The environment's own answers, without any identity: segments are not looked at, variants not chosen.</summary>
    /// <returns>A position in <see cref="FlagSet.Outcomes"/>.</returns>
    public static int EnvironmentOutcome(FlagSet set, int flagIndex) =>
        throw new NotSupportedException("being built");
}
