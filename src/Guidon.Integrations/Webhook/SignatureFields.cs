using System.Collections.Immutable;
using Guidon.Delivery.Settings;

namespace Guidon.Integrations.Webhook;

/// <summary>The settings with which requests to customers' endpoints are signed.</summary>
internal static class SignatureFields
{
    internal const string SecretName = "secret";
    private const string StandardName = "standard_secret";
    private const string PreviousStandardName = "previous_standard_secret";

    internal static SettingsField Secret { get; } =
        new() { Name = SecretName, Kind = SettingKind.Secret, CharactersMax = 255, Purpose = "Signs the body in X-Flagsmith-Signature." };

    internal static SettingsField Standard { get; } = new()
    {
        Name = StandardName,
        Kind = SettingKind.Secret,
        CharactersMax = 255,
        Purpose = "Signs id, time and body in webhook-signature: whsec_ and the base64 of 24 to 64 random bytes.",
    };

    internal static SettingsField PreviousStandard { get; } = new()
    {
        Name = PreviousStandardName,
        Kind = SettingKind.Secret,
        CharactersMax = 255,
        Purpose = "While a secret is being replaced: the one before it, which signs as well until this field is emptied.",
    };

    internal static void Check(SettingsValues values, SettingsErrors errors)
    {
        foreach (var field in (string[])[StandardName, PreviousStandardName])
        {
            var secret = values.Text(field);
            if (secret.Length > 0 && WebhookSignature.Key(secret) is null)
                errors.Add(field, "Enter whsec_ followed by the base64 of 24 to 64 bytes.");
        }
    }

    /// <summary>The newest first; none when nothing is set.</summary>
    internal static ImmutableArray<byte[]> Keys(SettingsValues values) =>
        [.. new[] { StandardName, PreviousStandardName }.Select(field => WebhookSignature.Key(values.Text(field))).OfType<byte[]>()];
}
