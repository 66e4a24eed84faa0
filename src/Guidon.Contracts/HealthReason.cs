namespace Guidon.Contracts;

/// <summary>Why a feature is said to be well or not, for people.</summary>
/// <param name="TextBlocks">Words.</param>
/// <param name="UrlBlocks">Where to look.</param>
public sealed record HealthReason(IReadOnlyList<HealthText> TextBlocks, IReadOnlyList<HealthLink> UrlBlocks);
