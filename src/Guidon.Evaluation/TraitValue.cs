using System.Text.Json;

namespace Guidon.Evaluation;

/// <summary>A trait's value. Keeps its JSON type, so that it is echoed and stored as it came.</summary>
public readonly struct TraitValue : IEquatable<TraitValue>
{
    private readonly string? _json;

    private TraitValue(TraitKind kind, string? json)
    {
        Kind = kind;
        _json = json;
    }

    /// <summary>No value.</summary>
    public static TraitValue Null => default;

    /// <summary>The type that the value arrived with.</summary>
    public TraitKind Kind { get; }

    /// <summary>The value as compact JSON text.</summary>
    public string Json => _json ?? "null";

    /// <param name="value">The value.</param>
    public static TraitValue Boolean(bool value) => new(TraitKind.Boolean, value ? "true" : "false");

    /// <param name="json">A valid JSON number; its text is kept.</param>
    public static TraitValue Number(string json) =>
        new(json.AsSpan().IndexOfAny('.', 'e', 'E') < 0 ? TraitKind.Integer : TraitKind.Float, json);

    /// <param name="value">Any text.</param>
    public static TraitValue Text(string value) => new(TraitKind.Text, "\"" + JsonEncodedText.Encode(value) + "\"");

    /// <inheritdoc/>
    public bool Equals(TraitValue other) => Kind == other.Kind && Json == other.Json;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TraitValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Json);
}
