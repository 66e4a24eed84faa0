namespace Guidon.Integrations.Common;

/// <summary>What a receiver takes as a property, and which mapping of values its destination chose. All limits default to none.</summary>
internal sealed record PropertyRules
{
    /// <summary>Characters of a name; a longer one ends in <c>~</c> and eight digits of its hash, so that two stay two.</summary>
    internal int NameCharactersMax { get; init; } = int.MaxValue;

    /// <summary>Characters of a text; a longer one is cut and marked by <c>name__truncated</c>.</summary>
    internal int TextCharactersMax { get; init; } = int.MaxValue;

    /// <summary>Bytes of a value as JSON; likewise.</summary>
    internal int TextBytesMax { get; init; } = int.MaxValue;

    /// <summary>Properties per record; more make another record.</summary>
    internal int CountMax { get; init; } = int.MaxValue;

    /// <summary>Bytes of all properties of a record; more make another record.</summary>
    internal int BytesMax { get; init; } = int.MaxValue;

    /// <summary>Booleans travel as <c>"true"</c> and <c>"false"</c>.</summary>
    internal bool BooleansAsText { get; init; }

    /// <summary>The original's mapping: an enabled flag whose value is 0, false or empty becomes <c>true</c>.</summary>
    internal bool TruthyValuesOnly { get; init; }

    /// <summary>Names that would mean something else to the receiver; they keep their name inside an object <c>guidon_flags</c>.</summary>
    internal Func<string, bool> IsReserved { get; init; } = _ => false;
}
