namespace Guidon.Integrations.Webhook;

/// <summary>The settings of one webhook.</summary>
/// <param name="Address">Where to.</param>
/// <param name="Secret">Key of the legacy signature; empty for none.</param>
/// <param name="Format">Which body.</param>
/// <param name="StandardKey">Key of the Standard Webhooks signature; empty for none.</param>
internal sealed record WebhookSettings(Uri Address, string Secret, WebhookFormat Format, ReadOnlyMemory<byte> StandardKey);
