namespace Guidon.Evaluation;

/// <summary>What an outcome says about where it came from.</summary>
/// <param name="Reason">The reason when no variant was chosen.</param>
/// <param name="SegmentId">The overriding segment, if its key is a number.</param>
/// <param name="IdentityOverride">True for an identity's own override.</param>
internal sealed record OutcomeOrigin(string Reason, int? SegmentId, bool IdentityOverride);
