using System.Collections.Immutable;
using System.Globalization;

namespace Guidon.Delivery.Settings;

/// <summary>Settings that every destination has, beside those of its integration: how it is delivered to. Shown only where they were set.</summary>
public static class DeliveryFields
{
    internal const string RequestsPerSecond = "requests_per_second_max";
    internal const string RecordsPerSecond = "records_per_second_max";
    internal const string RequestsInFlight = "requests_in_flight_max";
    private const string Ambiguous = "ambiguous_attempts";
    private const string PreferGap = "prefer_gap";

    /// <summary>In the order that people fill them in.</summary>
    public static ImmutableArray<SettingsField> All { get; } =
    [
        new()
        {
            Name = RequestsPerSecond,
            Kind = SettingKind.Number,
            NumberMax = 10_000,
            Purpose = "Requests a second; empty for the integration's own limit, which a higher number does not raise.",
        },
        new()
        {
            Name = RecordsPerSecond,
            Kind = SettingKind.Number,
            NumberMax = 1_000_000,
            Purpose = "Records a second, in whatever requests; empty for the integration's own limit.",
        },
        new()
        {
            Name = RequestsInFlight,
            Kind = SettingKind.Number,
            NumberMax = 256,
            Purpose = "Requests under way at one time; empty for the integration's own limit.",
        },
        new()
        {
            Name = Ambiguous,
            Kind = SettingKind.Choice,
            Choices = ["prefer_duplicate", PreferGap],
            Purpose = "What becomes of an event when the receiver may have taken it and would no longer recognise it: sent again (default) or parked.",
        },
        new()
        {
            Name = ClientCertificate.Field,
            Kind = SettingKind.Secret,
            CharactersMax = 20_000,
            Purpose = "A certificate with its private key by which the receiver knows us (mutual TLS): a PKCS#12 file in base64, on one line.",
        },
        new()
        {
            Name = ClientCertificate.PasswordField,
            Kind = SettingKind.Secret,
            Purpose = "What opens client_certificate; empty when nothing is needed.",
        },
    ];

    /// <summary>Those of an integration's destinations.</summary>
    public static ImmutableArray<SettingsField> Of(Integration integration)
    {
        ArgumentNullException.ThrowIfNull(integration);
        return integration.WantsTraits ? [.. All, .. TraitFields.All] : All;
    }

    /// <summary>Whether an event that the receiver may have, and may not recognise, is parked and not sent again.</summary>
    internal static bool PrefersGap(SettingsValues values) => values.Text(Ambiguous) == PreferGap;

    internal static int? Number(SettingsValues values, string field) =>
        int.TryParse(values.Text(field), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
