using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Guidon.Evaluation;

namespace Guidon.Server.Edge;

/// <summary>
/// The identifier of a caller who gave none: equal traits give equal identifiers, so that two anonymous callers with the same traits
/// see the same flags. Without traits it is random.
/// </summary>
internal static class AnonymousIdentifier
{
    /// <returns>64 or, without traits, 32 lower-case hexadecimal digits.</returns>
    internal static string From(IReadOnlyList<Trait> traits)
    {
        if (traits.Count == 0) return Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var text = new StringBuilder();
        foreach (var trait in traits.OrderBy(trait => trait.Key, StringComparer.Ordinal))
        {
            if (trait.Value.Kind != TraitKind.Null) text.Append(trait.Key).Append(PythonText(trait.Value));
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    // The rule was written in Python, so values appear as Python prints them.
    private static string PythonText(TraitValue value) => value.Kind switch
    {
        TraitKind.Boolean => value.Json == "true" ? "True" : "False",
        TraitKind.Text => JsonSerializer.Deserialize(value.Json, EdgeJson.Default.String) ?? "",
        TraitKind.Float => FloatText(double.Parse(value.Json, CultureInfo.InvariantCulture)),
        _ => value.Json,
    };

    private static string FloatText(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.All(letter => letter == '-' || char.IsAsciiDigit(letter)) ? text + ".0" : text.Replace("E", "e", StringComparison.Ordinal);
    }
}
