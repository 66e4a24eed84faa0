using System.Collections.Immutable;

namespace Guidon.Integrations.Webhook;

/// <summary>The settings of one webhook.</summary>
/// <param name="Address">Where to.</param>
/// <param name="Secret">Key of the legacy signature; empty for none.</param>
/// <param name="Format">Which body.</param>
/// <param name="StandardKeys">Keys of the Standard Webhooks signature, the newest first; two while one is being replaced, none for no signature.</param>
internal sealed record WebhookSettings(Uri Address, string Secret, WebhookFormat Format, ImmutableArray<byte[]> StandardKeys);
