namespace Guidon.Delivery.Replays;

/// <summary>How many events of a replay ended in one way.</summary>
/// <param name="Outcome">
/// <c>delivered</c>, <c>filtered</c>, <c>stale</c> (a newer state of the identity is or will be at the receiver), <c>parked</c>,
/// <c>refused</c> (delivered earlier, and not taken now), <c>cancelled</c>; of verify-only <c>mapped</c>, <c>mapper_error</c>,
/// <c>undecodable</c>.
/// </param>
/// <param name="Reason">
/// A stable code, for example <c>http_400</c>; empty where the outcome says all. <see cref="MayBeDouble"/> of delivered ones.
/// </param>
/// <param name="Events">Above 0.</param>
public sealed record ReplayCount(string Outcome, string Reason, long Events)
{
    /// <summary>An attempt, of the replay or before it, ended without an answer: the receiver may have these events twice.</summary>
    public const string MayBeDouble = "may_be_double";
}
