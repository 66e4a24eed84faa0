namespace Guidon.Contracts;

/// <summary>Answer of <c>POST /api/guidon/v1/environments/{key}/segment-preview</c>: whom rules would match that nobody has saved.</summary>
/// <param name="Examined">Stored identities that were looked at, the newest first; at most 1,000.</param>
/// <param name="Matched">How many of them the rules match.</param>
/// <param name="Examples">At most ten of those.</param>
/// <param name="GivenMatches">Whether the rules match the traits of the request; <see langword="null"/> when it had none.</param>
public sealed record SegmentPreview(int Examined, int Matched, IReadOnlyList<string> Examples, bool? GivenMatches);
