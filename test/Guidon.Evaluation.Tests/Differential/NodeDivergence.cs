using System.Globalization;
using Guidon.Flags.Documents;

namespace Guidon.Evaluation.Tests.Differential;

/// <summary>
/// Where the engine of flagsmith-nodejs 8.1.2 is known to answer differently from the normative one, condition by condition. Each was
/// read in its source; the protocol notes, section 8 row 26, list the kinds. A difference without one of these is ours.
/// </summary>
internal static class NodeDivergence
{
    /// <returns>What is different, or <see langword="null"/> when both engines must agree on this condition.</returns>
    public static string? Of(ConditionDocument condition, string identifier, Trait[] traits)
    {
        var (name, value, property) = (condition.Operator, condition.Value ?? "", condition.Property ?? "");
        if (name == "PERCENTAGE_SPLIT") return property.Length == 0 || property.StartsWith("$.", StringComparison.Ordinal) && !property.Contains("traits", StringComparison.Ordinal)
            ? null : "splits by a trait never match: only paths are looked up";
        if (Resolve(property, identifier, traits) is not { } trait || name is "IS_SET" or "IS_NOT_SET") return null;

        var text = trait.ToPythonText();
        if (trait.Kind == TraitKind.Text && Number(text) is not null) return "text of digits stays text";
        return name switch
        {
            "REGEX" when !value.StartsWith('^') => "a match may begin anywhere",
            "REGEX" when trait.Kind != TraitKind.Text && trait.Kind != TraitKind.Integer => "values are printed as JavaScript does",
            "MODULO" when trait.Kind == TraitKind.Text => "the number that a text begins with counts",
            "MODULO" when Number(text) < 0 => "the remainder has the value's sign",
            "IN" when text is "0" or "" => "what is falsy is in no set",
            "IN" when trait.Kind == TraitKind.Float => "floats are in sets",
            "CONTAINS" when text.Length == 0 => "the empty text contains nothing",
            "IN" or "REGEX" or "MODULO" or "NOT_CONTAINS" => null,
            _ => OfComparison(name, value, trait.Kind, text),
        };
    }

    private static string? OfComparison(string name, string value, TraitKind kind, string text)
    {
        if (value.EndsWith(":semver", StringComparison.Ordinal))
        {
            if (kind != TraitKind.Text) return "the suffix counts for every type";
            if (name is "NOT_EQUAL" or "CONTAINS") return "these two compare versions as text";
            return text.StartsWith('v') || value.StartsWith('v') ? "a leading v is tolerated" : null;
        }

        if (kind == TraitKind.Integer && !long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out _)) return "integers are compared with floats";
        return kind == TraitKind.Float && Number(value) is null ? "a failed cast is not-a-number, which differs from everything" : null;
    }

    private static TraitValue? Resolve(string property, string identifier, Trait[] traits) => property switch
    {
        "$.identity.identifier" => TraitValue.Text(identifier),
        "$.identity.key" => TraitValue.Text("KEYaaa_" + identifier),
        "$.environment.name" => TraitValue.Text("Production"),
        _ => traits.Where(trait => trait.Key == property.Replace("$.identity.traits.", "", StringComparison.Ordinal)).Select(trait => (TraitValue?)trait.Value).FirstOrDefault(),
    };

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : null;
}
