using System.Globalization;
using System.Text.Json;
using Guidon.Events.Retention;

namespace Guidon.Delivery.Settings;

/// <summary>Checks settings as a person wrote them against the fields of an integration, its own rules, and the address guard.</summary>
/// <param name="guard">Says which addresses may be called.</param>
public sealed class SettingsCheck(AddressGuard guard)
{
    /// <summary>All errors at once, or complete values. The messages are those that clients of the management API know.</summary>
    /// <param name="integration">Whose settings.</param>
    /// <param name="written">The request's body; fields that the integration does not have are ignored.</param>
    /// <param name="stored">
    /// What holds for fields that were not written; <see langword="null"/> when all count as missing. A secret that comes back as
    /// it is shown also keeps its stored value, since clients send whole objects back.
    /// </param>
    /// <param name="cancellation">Stops the name look-ups.</param>
    public async ValueTask<CheckedSettings> CheckAsync(
        Integration integration, JsonElement written, SettingsValues? stored, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(integration);
        var errors = new SettingsErrors();
        if (written.ValueKind != JsonValueKind.Object)
        {
            errors.Add("non_field_errors", "Invalid data. Expected a dictionary.");
            return new CheckedSettings(null, errors);
        }

        var values = new SettingsValues(integration.Fields.Concat(DeliveryFields.Of(integration)).Select(field =>
            KeyValuePair.Create(field.Name, ReadField(field, written, stored, errors))));
        foreach (var field in integration.Fields.Where(field => field.Kind == SettingKind.Address))
            await CheckAddressAsync(field, values.Text(field.Name), errors, cancellation).ConfigureAwait(false);
        ClientCertificate.Check(values, errors);
        if (errors.IsEmpty) integration.Check(values, errors);
        if (errors.IsEmpty && integration.ServerOf(values) is { } server && await guard.RefusalAsync(server, cancellation).ConfigureAwait(false) is { } refusal)
            errors.Add("host", refusal);
        return new CheckedSettings(errors.IsEmpty ? values : null, errors);
    }

    private static string ReadField(SettingsField field, JsonElement written, SettingsValues? stored, SettingsErrors errors)
    {
        if (!written.TryGetProperty(field.Name, out var value)) return Unwritten(field, stored, errors);
        if (field.Kind == SettingKind.Switch) return ReadSwitch(field, value, errors);
        if (value.ValueKind == JsonValueKind.Null && !field.Required) return field.Default;
        if (field.Kind == SettingKind.Number) return ReadNumber(field, value, errors);
        if (field.Kind == SettingKind.Names) return ReadNames(field, value, errors);
        if (value.ValueKind != JsonValueKind.String)
        {
            errors.Add(field.Name, value.ValueKind == JsonValueKind.Null ? "This field may not be null." : "Not a valid string.");
            return "";
        }

        if (!TryGetText(value, out var text))
        {
            errors.Add(field.Name, "Not a valid string.");
            return "";
        }

        text = text.Trim();
        if (IsEcho(field, text, stored)) return stored?.Text(field.Name) ?? "";
        CheckText(field, text, errors);
        return text.Length == 0 ? field.Default : text;
    }

    private static string Unwritten(SettingsField field, SettingsValues? stored, SettingsErrors errors)
    {
        if (stored is not null && stored.Has(field.Name)) return stored.Text(field.Name);
        if (field.Required) errors.Add(field.Name, "This field is required.");
        return field.Default;
    }

    private static string ReadSwitch(SettingsField field, JsonElement value, SettingsErrors errors)
    {
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.ValueKind == JsonValueKind.True ? "true" : "false";
        errors.Add(field.Name, "Must be a valid boolean.");
        return field.Default;
    }

    private static string ReadNumber(SettingsField field, JsonElement value, SettingsErrors errors)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String when TryGetText(value, out var written) => written.Trim(),
            _ => "?",
        };
        if (text.Length == 0) return field.Default;
        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        if (isNumber && number >= 1 && number <= field.NumberMax) return number.ToString(CultureInfo.InvariantCulture);
        errors.Add(field.Name, $"Must be a whole number from 1 to {field.NumberMax}.");
        return field.Default;
    }

    private static string ReadNames(SettingsField field, JsonElement value, SettingsErrors errors)
    {
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= TraitRules.KeysMax)
        {
            var names = value.EnumerateArray().Select(name => name.ValueKind == JsonValueKind.String && TryGetText(name, out var text) ? text : "").ToList();
            if (names.TrueForAll(name => name.Length > 0 && name.Length <= field.CharactersMax))
                return JsonSerializer.Serialize([.. names.Distinct()], SettingsJson.Default.ImmutableArrayString);
        }

        errors.Add(field.Name, $"Must be a list of at most {TraitRules.KeysMax} texts of 1 to {field.CharactersMax} characters.");
        return field.Default;
    }

    // A lone surrogate in an escape sequence is valid JSON grammar, but no text.
    private static bool TryGetText(JsonElement value, out string text)
    {
        try
        {
            text = value.GetString() ?? "";
            return true;
        }
        catch (InvalidOperationException)
        {
            text = "";
            return false;
        }
    }

    private static bool IsEcho(SettingsField field, string text, SettingsValues? stored) =>
        field.Kind == SettingKind.Secret && stored is not null && text.Length > 0 && text == SettingsView.Veiled(stored.Text(field.Name));

    private static void CheckText(SettingsField field, string text, SettingsErrors errors)
    {
        if (field.Required && text.Length == 0) errors.Add(field.Name, "This field may not be blank.");
        if (text.Length > field.CharactersMax)
            errors.Add(field.Name, $"Ensure this field has no more than {field.CharactersMax} characters.");
        // Settings reach URLs and headers; a line break there would forge another header.
        if (text.Any(char.IsControl)) errors.Add(field.Name, "Control characters are not allowed.");
        if (field.Kind == SettingKind.Choice && text.Length > 0 && !field.Choices.Contains(text))
            errors.Add(field.Name, $"\"{text}\" is not a valid choice.");
    }

    private async ValueTask CheckAddressAsync(SettingsField field, string text, SettingsErrors errors, CancellationToken cancellation)
    {
        if (text.Length == 0 || errors.ByField.ContainsKey(field.Name)) return;
        if (await guard.RefusalAsync(text, cancellation).ConfigureAwait(false) is { } refusal) errors.Add(field.Name, refusal);
    }
}
