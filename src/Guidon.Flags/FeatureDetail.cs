namespace Guidon.Flags;

/// <summary>What the environment document leaves out of a feature but legacy webhooks show.</summary>
/// <param name="FeatureId">The feature.</param>
/// <param name="CreatedAt">When it was created, UTC.</param>
/// <param name="DefaultEnabled">Its own default.</param>
/// <param name="Description">Its description.</param>
/// <param name="InitialValue">Its initial value.</param>
public sealed record FeatureDetail(int FeatureId, DateTimeOffset CreatedAt, bool DefaultEnabled, string? Description, string? InitialValue);
