using System.Globalization;
using System.Text.Json.Nodes;
using Guidon.Contracts;
using Guidon.Dashboard.Frame;

namespace Guidon.Dashboard.Integrations;

/// <summary>Between a form, which knows texts only, and the settings of an integration.</summary>
internal static class SettingForm
{
    /// <summary>What a form sent for these fields.</summary>
    internal static Dictionary<string, string> Read(Visit visit, IEnumerable<SettingView> fields) =>
        fields.ToDictionary(field => field.Name, field => field.Kind == "switch" ? (visit.Sent(field.Name) == "true" ? "true" : "false") : visit.Sent(field.Name));

    /// <summary>For the management API. Fields that were left empty are left out, but for an existing destination, where empty takes away.</summary>
    internal static JsonObject ToJson(IEnumerable<SettingView> fields, IReadOnlyDictionary<string, string> written, bool keepsEmpty)
    {
        var body = new JsonObject();
        foreach (var field in fields)
        {
            var text = written.GetValueOrDefault(field.Name, "").Trim();
            if (field.Kind == "switch") body[field.Name] = text == "true";
            else if (text.Length > 0) body[field.Name] = text;
            else if (keepsEmpty && field.Kind != "secret") body[field.Name] = field.Required ? "" : null;
        }

        return body;
    }

    /// <summary>Stored settings as texts; secrets are shown as the server veils them.</summary>
    internal static Dictionary<string, string> Texts(IEnumerable<SettingView> fields, JsonObject stored) => fields.ToDictionary(field => field.Name, field => stored[field.Name] switch
    {
        null => "",
        JsonValue value when value.TryGetValue<bool>(out var on) => on ? "true" : "false",
        var value => value.ToString(),
    });

    internal static Dictionary<string, string> Defaults(IEnumerable<SettingView> fields) => fields.ToDictionary(field => field.Name, field => field.Default);

    internal static string Label(string name)
    {
        var words = name.Replace('_', ' ');
        words = words.Replace("api", "API", StringComparison.Ordinal).Replace("url", "URL", StringComparison.Ordinal).Replace(" max", "", StringComparison.Ordinal);
        return words.Length == 0 ? name : string.Concat(char.ToUpper(words[0], CultureInfo.InvariantCulture).ToString(), words.AsSpan(1));
    }
}
