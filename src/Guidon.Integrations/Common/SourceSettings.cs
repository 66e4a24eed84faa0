namespace Guidon.Integrations.Common;

/// <summary>The settings of a destination that is a source by a write key; nothing of it is shared with another one.</summary>
/// <param name="WriteKey">The source's.</param>
/// <param name="Address">The batch endpoint.</param>
/// <param name="Rules">Limits and the chosen mapping of values.</param>
internal sealed record SourceSettings(string WriteKey, Uri Address, PropertyRules Rules);
