using Guidon.Transfer.Reading;

namespace Guidon.Transfer.Unleash;

/// <summary>A feature in an environment.</summary>
/// <param name="Feature">Its name.</param>
/// <param name="Environment">Its name.</param>
/// <param name="IsEnabled">False when no strategy counts.</param>
/// <param name="Variants">The feature's variants there.</param>
/// <param name="Source">For reports.</param>
internal sealed record UnleashPlace(string Feature, string Environment, bool IsEnabled, IReadOnlyList<UnleashVariant> Variants, SourceObject Source);
