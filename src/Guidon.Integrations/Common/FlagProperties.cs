using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Guidon.Events;

namespace Guidon.Integrations.Common;

/// <summary>
/// The flags of an evaluation as properties: name = the feature's, value = the flag's when it is enabled and has one, else whether it
/// is enabled. Nothing is cut or left out in silence.
/// </summary>
internal static class FlagProperties
{
    private const string ReservedHome = "guidon_flags";
    private const int ReservedPerHome = 100;
    private const int HashDigits = 8;

    /// <summary>As many pages as the receiver needs records; at least one, which is empty when there is no flag.</summary>
    internal static List<ImmutableArray<FlagProperty>> Pages(EvaluatedEvent happened, PropertyRules rules)
    {
        var rendered = RenderedFlags.Of(happened.Table, rules);
        var page = ImmutableArray.CreateBuilder<FlagProperty>(happened.Flags.Length);
        var bytes = 0;
        var isPlain = true;
        foreach (var flag in happened.Flags)
        {
            var property = rendered.Of(flag);
            bytes += property.BytesMax;
            isPlain &= !property.IsCut && !property.IsReserved;
            page.Add(property);
        }

        return isPlain && page.Count <= rules.CountMax && bytes <= rules.BytesMax ? [page.MoveToImmutable()] : Pages(page, rules);
    }

    /// <summary>Writes a page as properties of the object that is open.</summary>
    internal static void Write(Utf8JsonWriter json, ImmutableArray<FlagProperty> page, string prefix = "")
    {
        foreach (var property in page) property.Write(json, prefix);
    }

    /// <summary>One flag with one of its answers.</summary>
    internal static FlagProperty Render(FlagRow row, FlagOutcomeRow outcome, PropertyRules rules)
    {
        var (value, isCut) = Value(outcome, rules);
        return new FlagProperty(Shorten(row.Name, rules.NameCharactersMax), value) { IsCut = isCut, IsReserved = rules.IsReserved(row.Name) };
    }

    private static List<ImmutableArray<FlagProperty>> Pages(IReadOnlyList<FlagProperty> properties, PropertyRules rules)
    {
        var pages = new List<ImmutableArray<FlagProperty>>();
        var page = ImmutableArray.CreateBuilder<FlagProperty>();
        var bytes = 0;
        foreach (var together in Groups(properties, rules))
        {
            var size = together.Sum(property => property.BytesMax);
            if (page.Count > 0 && (page.Count + together.Count > rules.CountMax || bytes + size > rules.BytesMax))
            {
                pages.Add(page.DrainToImmutable());
                bytes = 0;
            }

            page.AddRange(together);
            bytes += size;
        }

        pages.Add(page.DrainToImmutable());
        return pages;
    }

    // A flag and the marker of its cut value belong into one record.
    private static IEnumerable<List<FlagProperty>> Groups(IReadOnlyList<FlagProperty> properties, PropertyRules rules)
    {
        var taken = properties.Select(property => property.Name).ToHashSet(StringComparer.Ordinal);
        var reserved = new List<FlagProperty>();
        foreach (var property in properties)
        {
            List<FlagProperty> group = [property];
            if (property.IsCut) group.Add(new FlagProperty(Unique(Shorten(property.Name + "__truncated", rules.NameCharactersMax), taken), Truth(true, rules)));
            if (property.IsReserved) reserved.AddRange(group);
            else yield return group;
        }

        foreach (var some in reserved.Chunk(ReservedPerHome)) yield return [new FlagProperty(Unique(ReservedHome, taken), Nested(some))];
    }

    private static (ReadOnlyMemory<byte> Json, bool IsCut) Value(FlagOutcomeRow outcome, PropertyRules rules)
    {
        var hasValue = rules.TruthyValuesOnly ? ValueText.IsTruthy(outcome.Value) : !ValueText.IsNull(outcome.Value);
        if (!outcome.Enabled || !hasValue) return (Truth(outcome.Enabled, rules), false);
        if (outcome.Value.Json is "true" or "false") return (Truth(outcome.Value.Json == "true", rules), false);
        if (!ValueText.IsText(outcome.Value)) return (Encoding.UTF8.GetBytes(outcome.Value.Json), false);
        var text = ValueText.Unquote(outcome.Value);
        var json = Text(text, Math.Min(text.Length, rules.TextCharactersMax));
        if (json.Length <= rules.TextBytesMax) return (json, text.Length > rules.TextCharactersMax);
        return (Text(text, LongestFit(text, rules)), true);
    }

    // By halves: the bytes of a prefix only grow with its length.
    private static int LongestFit(string text, PropertyRules rules)
    {
        var (fits, tooLong) = (0, Math.Min(text.Length, rules.TextCharactersMax) + 1);
        while (tooLong - fits > 1)
        {
            var middle = fits + ((tooLong - fits) / 2);
            if (Text(text, middle).Length <= rules.TextBytesMax) fits = middle;
            else tooLong = middle;
        }

        return fits;
    }

    // Never between the two halves of a character.
    private static ReadOnlyMemory<byte> Text(string text, int length)
    {
        if (length > 0 && length < text.Length && char.IsHighSurrogate(text[length - 1])) length--;
        return JsonBytes.Write(json => json.WriteStringValue(text.AsSpan(0, length)));
    }

    private static ReadOnlyMemory<byte> Truth(bool truth, PropertyRules rules) =>
        (truth, rules.BooleansAsText) switch
        {
            (true, true) => "\"true\""u8.ToArray(),
            (false, true) => "\"false\""u8.ToArray(),
            (true, false) => "true"u8.ToArray(),
            (false, false) => "false"u8.ToArray(),
        };

    private static ReadOnlyMemory<byte> Nested(FlagProperty[] properties) => JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        Write(json, [.. properties]);
        json.WriteEndObject();
    });

    private static string Shorten(string name, int charactersMax)
    {
        if (name.Length <= charactersMax) return name;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..HashDigits];
        var length = charactersMax - HashDigits - 1;
        if (char.IsHighSurrogate(name[length - 1])) length--;
        return $"{name.AsSpan(0, length)}~{hash}";
    }

    // A customer may have a flag of that very name; two equal keys would make one of them vanish.
    private static string Unique(string name, HashSet<string> taken)
    {
        while (!taken.Add(name)) name += "_";
        return name;
    }
}
