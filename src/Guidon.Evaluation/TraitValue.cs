using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using Guidon.Evaluation.Values;

namespace Guidon.Evaluation;

/// <summary>
/// A trait's value. Keeps its JSON type, so that it is echoed and stored as it came, and beside it the form that conditions compare,
/// so that an evaluation has nothing left to parse.
/// </summary>
public readonly struct TraitValue : IEquatable<TraitValue>
{
    private readonly string? _json;
    private readonly Scalar _coerced;

    private TraitValue(TraitKind kind, string json, Scalar coerced)
    {
        Kind = kind;
        _json = json;
        _coerced = coerced;
    }

    /// <summary>No value.</summary>
    public static TraitValue Null => default;

    /// <summary>The type that the value arrived with.</summary>
    public TraitKind Kind { get; }

    /// <summary>The value as compact JSON text.</summary>
    public string Json => _json ?? "null";

    /// <summary>The value as conditions see it.</summary>
    // By reference: copying it cost a quarter of an evaluation.
    [UnscopedRef]
    internal ref readonly Scalar Coerced => ref _coerced;

    /// <param name="value">The value.</param>
    public static TraitValue Boolean(bool value) => new(TraitKind.Boolean, value ? "true" : "false", Scalar.OfBoolean(value));

    /// <param name="json">A valid JSON number; its text is kept.</param>
    public static TraitValue Number(string json)
    {
        var coerced = Scalar.OfNumber(json);
        return new(coerced.Kind, json, coerced);
    }

    /// <param name="value">Any text; a lone surrogate is echoed as U+FFFD.</param>
    public static TraitValue Text(string value) =>
        new(TraitKind.Text, string.Concat("\"", JavaScriptEncoder.Default.Encode(value), "\""), Scalar.OfText(value));

    /// <summary>
    /// The value as Python's <c>str</c> prints it, without numeric coercion: text as it came, <c>True</c>, <c>12</c>, <c>1.0</c>; empty for
    /// no value. Identifiers of anonymous identities are hashed from it.
    /// </summary>
    public string ToPythonText() => Kind switch
    {
        TraitKind.Null => "",
        // Text that was coerced is digits and so has no escapes: what stands between the quotes is what came.
        TraitKind.Text => Coerced.Kind == TraitKind.Text && Coerced.Text is { } text ? text : Json[1..^1],
        _ => PythonText.Of(Operand.Of(Coerced), stackalloc char[PythonText.ScalarCharsMax]).ToString(),
    };

    /// <inheritdoc/>
    public bool Equals(TraitValue other) => Kind == other.Kind && Json == other.Json;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TraitValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Json);
}
