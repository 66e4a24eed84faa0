namespace Guidon.Integrations.SentryErrors;

/// <summary>The settings of the installation's error tracker.</summary>
/// <param name="Dsn">Where to and as whom.</param>
/// <param name="Environment">How the installation is called there, for example <c>production</c>.</param>
internal sealed record SentryErrorsSettings(SentryDsn Dsn, string Environment);
