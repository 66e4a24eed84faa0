using System.Globalization;
using System.Text.Json;
using Guidon.Evaluation;
using Guidon.Server.Edge;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Identities;

/// <summary>
/// What a body says about one trait: <c>trait_key</c> and the value in the column of its type, or bare as <c>trait_value</c>, as SDKs write it. What is
/// wrong with it stands in <see cref="Errors"/>.
/// </summary>
internal sealed class TraitBody
{
    private const int KeyCharsMax = 200;
    private const int ValueCharsMax = 2_000;

    private readonly FieldReader _reader;

    /// <param name="body">The body.</param>
    /// <param name="isNew">True when there must be a key and a value.</param>
    internal TraitBody(JsonElement body, bool isNew)
    {
        _reader = new FieldReader(body, Errors);
        Key = isNew || _reader.Has("trait_key") ? _reader.Text("trait_key", KeyCharsMax) : null;
        Value = Read();
        if (isNew && Value is null && !Errors.Any) Errors.Add("value_type", "A trait needs the value that its type names.");
    }

    internal FieldErrors Errors { get; } = new();

    internal string? Key { get; }

    private TraitValue? Value { get; }

    internal void Apply(IdentityTrait trait)
    {
        trait.Key = Key ?? trait.Key;
        if (Value is { } value) (trait.Kind, trait.Value) = (value.Kind, value.Json);
    }

    private TraitValue? Read()
    {
        if (_reader.Optional("trait_value") is { } bare) return Bare(bare);
        return _reader.TextOrNull("value_type", charsMax: 20) switch
        {
            "unicode" => Text("string_value"),
            "int" => _reader.Integer("integer_value") is { } number ? TraitValue.Number(number.ToString(CultureInfo.InvariantCulture)) : null,
            "float" => Float("float_value"),
            "bool" => _reader.Flag("boolean_value") is { } on ? TraitValue.Boolean(on) : null,
            null => Any(),
            var type => Refuse("value_type", $"\"{type}\" is not a valid choice: unicode, int, float or bool."),
        };
    }

    // The one column that is set says the type.
    private TraitValue? Any() =>
        _reader.Optional("string_value") is not null ? Text("string_value")
        : _reader.Optional("integer_value") is not null ? _reader.Integer("integer_value") is { } number ? TraitValue.Number(number.ToString(CultureInfo.InvariantCulture)) : null
        : _reader.Optional("float_value") is not null ? Float("float_value")
        : _reader.Optional("boolean_value") is not null && _reader.Flag("boolean_value") is { } on ? TraitValue.Boolean(on)
        : null;

    private TraitValue? Bare(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => TraitValue.Boolean(value.GetBoolean()),
        JsonValueKind.Number => Number(value, "trait_value"),
        JsonValueKind.String => Text("trait_value"),
        _ => Refuse("trait_value", "Must be text, a number or a boolean."),
    };

    private TraitValue? Text(string name)
    {
        if (_reader.Needed(name) is null) return null;
        return _reader.TextOrNull(name, ValueCharsMax) is { } text ? TraitValue.Text(text) : null;
    }

    private TraitValue? Float(string name)
    {
        if (_reader.Needed(name) is not { } value) return null;
        if (value.ValueKind != JsonValueKind.Number) return Refuse(name, "A valid number is required.");
        var text = value.GetRawText();
        // Its type is told by its text.
        return text.AsSpan().IndexOfAny('.', 'e', 'E') >= 0 ? Number(value, name) : TraitValue.Number(text + ".0");
    }

    private TraitValue? Number(JsonElement value, string name) =>
        value.TryGetDouble(out var number) && double.IsFinite(number) && value.GetRawText().Length <= ValueCharsMax ? TraitValue.Number(value.GetRawText()) : Refuse(name, "A valid number is required.");

    private TraitValue? Refuse(string name, string message)
    {
        Errors.Add(name, message);
        return null;
    }
}
