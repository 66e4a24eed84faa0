using System.Globalization;
using System.Text.Json;

namespace Guidon.Delivery.Settings;

/// <summary>How settings are shown to people: secrets by their last four characters, the rest in clear.</summary>
public static class SettingsView
{
    private const string Veil = "****";
    private const int ShownCharacters = 4;

    // Below this, four characters would be half of the secret or more.
    private const int RevealingCharactersMin = 8;

    /// <summary>A secret as people see it: <c>****</c> and its last four characters; <c>****</c> for a short one, empty for none.</summary>
    public static string Veiled(string secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        if (secret.Length == 0) return "";
        return secret.Length < RevealingCharactersMin ? Veil : string.Concat(Veil, secret.AsSpan(secret.Length - ShownCharacters));
    }

    private static void WriteNames(Utf8JsonWriter writer, string name, string text)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(text);
    }

    /// <summary>Writes every field as a property of the object that is open.</summary>
    public static void Write(Utf8JsonWriter writer, Integration integration, SettingsValues values)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(integration);
        ArgumentNullException.ThrowIfNull(values);
        foreach (var field in integration.Fields)
        {
            var text = values.Has(field.Name) ? values.Text(field.Name) : field.Default;
            if (field.Kind == SettingKind.Switch) writer.WriteBoolean(field.Name, text == "true");
            else writer.WriteString(field.Name, field.Kind == SettingKind.Secret ? Veiled(text) : text);
        }

        // Other clients of this API do not know these; whoever set one gets it back.
        foreach (var field in DeliveryFields.Of(integration))
        {
            var text = values.Text(field.Name);
            if (text.Length == 0) continue;
            if (field.Kind == SettingKind.Number) writer.WriteNumber(field.Name, int.Parse(text, CultureInfo.InvariantCulture));
            else if (field.Kind == SettingKind.Names) WriteNames(writer, field.Name, text);
            else writer.WriteString(field.Name, field.Kind == SettingKind.Secret ? Veiled(text) : text);
        }
    }
}
