namespace Guidon.Integrations.Webhook;

/// <summary>Which body a webhook sends.</summary>
internal enum WebhookFormat
{
    /// <summary>Byte-compatible with Flagsmith's identity webhook.</summary>
    Legacy,

    /// <summary>By the Standard Webhooks specification, with environment, variants and reasons.</summary>
    Standard,
}
