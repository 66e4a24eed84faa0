using System.Globalization;
using System.Text.Json;
using Guidon.Transfer.Reading;

namespace Guidon.Transfer.Flagsmith;

/// <summary>Traits in typed columns.</summary>
internal static class FlagsmithTraits
{
    internal static JsonElement Value(SourceObject trait)
    {
        if (trait.Text("value_type") != "float" || trait.Number("float_value") is not { } number) return SourceValue.OfColumns(trait);
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        // Its type is told by its text.
        return JsonElement.Parse(text.Contains('.', StringComparison.Ordinal) || text.Contains('E', StringComparison.Ordinal) ? text : text + ".0");
    }
}
