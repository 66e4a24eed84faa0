namespace Guidon.Integrations.Sentry;

/// <summary>The settings of one Sentry destination.</summary>
/// <param name="Address">The webhook that Sentry shows for change tracking.</param>
/// <param name="Secret">Signs the body.</param>
internal sealed record SentrySettings(Uri Address, string Secret);
