using System.Collections.Immutable;

namespace Guidon.Integrations.ChangeWebhook;

/// <summary>The settings of one webhook for changes.</summary>
/// <param name="Address">Where to.</param>
/// <param name="Enabled">False filters what happens meanwhile; a replay offers it later.</param>
/// <param name="Secret">Key of the legacy signature; empty for none.</param>
/// <param name="StandardKeys">Keys of the Standard Webhooks signature, the newest first.</param>
internal sealed record ChangeWebhookSettings(Uri Address, bool Enabled, string Secret, ImmutableArray<byte[]> StandardKeys);
