using Guidon.Integrations.Common;

namespace Guidon.Integrations.RudderStack;

/// <summary>The settings of one RudderStack destination; nothing of it is shared with another one.</summary>
/// <param name="WriteKey">The source's write key.</param>
/// <param name="Address">The batch endpoint of the data plane.</param>
/// <param name="Rules">Limits and the chosen mapping of values.</param>
internal sealed record RudderStackSettings(string WriteKey, Uri Address, PropertyRules Rules);
