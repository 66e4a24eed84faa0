using System.Runtime.InteropServices;
using System.Text.Json;
using Guidon.Evaluation;

namespace Guidon.Server.Edge.Traits;

/// <summary>The fields that the bodies of the trait endpoints share.</summary>
internal static class TraitFields
{
    /// <returns><see langword="null"/> when something is wrong; the errors say what.</returns>
    internal static TraitEntry? ReadEntry(JsonElement element, FieldErrors errors, bool mayDelete)
    {
        var fields = new FieldReader(element, errors);
        var identifier = ReadIdentity(fields);
        var key = ReadKey(fields);
        var value = ReadValue(fields, mayDelete);
        return identifier is null || key is null || value is null || errors.Any ? null : new TraitEntry(identifier, new Trait(key, value.Value, Transient: false));
    }

    // Trimmed as in the body of the identities endpoint, so that both name the same identity.
    internal static string? ReadIdentifier(FieldReader fields) => fields.Text("identifier", IdentityRequestReader.IdentifierCharsMax)?.Trim();

    internal static string? ReadKey(FieldReader fields)
    {
        if (fields.Needed("trait_key") is not { } element) return null;
        var json = ReaderOf(element);
        var key = TraitReader.ReadKey(ref json, out var error);
        if (error is null) return key;
        fields.Errors.Add("trait_key", error);
        return null;
    }

    /// <param name="fields">The body.</param>
    /// <param name="mayDelete">Null is a value of its own: it deletes.</param>
    internal static TraitValue? ReadValue(FieldReader fields, bool mayDelete)
    {
        if (fields.Optional("trait_value") is not { } element)
        {
            // Null is there and no value; what is not there at all is an error for everybody.
            if (mayDelete && fields.Has("trait_value")) return TraitValue.Null;
            fields.Needed("trait_value");
            return null;
        }

        var json = ReaderOf(element);
        var value = TraitReader.ReadValue(ref json, out var error);
        if (error is null) return value;
        fields.Errors.Add("trait_value", error);
        return null;
    }

    private static string? ReadIdentity(FieldReader fields)
    {
        if (fields.Needed("identity") is not { } identity) return null;
        var errors = new FieldErrors();
        var identifier = ReadIdentifier(new FieldReader(identity, errors));
        if (errors.Any) fields.Errors.Add("identity", errors);
        return identifier;
    }

    private static Utf8JsonReader ReaderOf(JsonElement element)
    {
        var json = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(element));
        json.Read();
        return json;
    }
}
