using System.Buffers;
using System.Text;
using System.Text.Json;
using Guidon.Contracts;

namespace Guidon.Server.Edge;

/// <summary>Reads the body of <c>POST /identities/</c>: lenient where clients differ, exact about limits, never an exception to the caller.</summary>
internal static class IdentityRequestReader
{
    internal const int IdentifierCharsMax = 2_000;
    internal const int TraitsMax = 10_000;

    /// <returns>The request, or why it was refused.</returns>
    internal static (IdentityRequest? Request, BodyError? Error) Read(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return (new IdentityRequest(null, Transient: false, TraitList.Empty), null);
        try
        {
            return ReadObject(utf8);
        }
        catch (JsonException error)
        {
            return (null, ParseError(error.Message));
        }
        catch (InvalidOperationException)
        {
            // The reader's way to say: bytes that are no UTF-8, or half of a surrogate pair.
            return (null, ParseError("text that is not valid Unicode"));
        }
    }

    private static (IdentityRequest? Request, BodyError? Error) ReadObject(ReadOnlySpan<byte> utf8)
    {
        var json = new Utf8JsonReader(utf8);
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            var kind = JsonText.PythonType(json.TokenType);
            json.Skip();
            return (null, Refuse(errors => errors.Add("non_field_errors", $"Invalid data. Expected a dictionary, but got {kind}.")));
        }

        string? identifier = null;
        var transient = false;
        var traits = new TraitList();
        var errors = new TraitErrors();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("identifier"u8)) identifier = ReadIdentifier(ref json, errors);
            else if (json.ValueTextEquals("transient"u8)) transient = ReadTransient(ref json, errors);
            else if (json.ValueTextEquals("traits"u8)) TraitReader.ReadList(ref json, traits, errors);
            else json.Skip();
        }

        while (json.Read())
        {
            // Nothing may follow the object: the reader itself throws.
        }

        return errors.Any ? (null, Refuse(errors)) : (new IdentityRequest(identifier, transient, traits), null);
    }

    private static string? ReadIdentifier(ref Utf8JsonReader json, TraitErrors errors)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null) return null;
        if (json.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
        {
            json.Skip();
            errors.Add("identifier", "Not a valid string.");
            return null;
        }

        var text = json.TokenType == JsonTokenType.String ? json.GetString().AsSpan().Trim().ToString() : Encoding.UTF8.GetString(json.ValueSpan);
        if (IdentifierError(text) is { } error) errors.Add("identifier", error);
        return text.Length == 0 ? null : text;
    }

    /// <summary>What is wrong with an identifier from a body or a query; <see langword="null"/> when nothing is.</summary>
    internal static string? IdentifierError(string identifier) =>
        identifier.Length > IdentifierCharsMax ? $"Ensure this field has no more than {IdentifierCharsMax} characters."
        : identifier.Contains('\0', StringComparison.Ordinal) ? "Null characters are not allowed."
        : null;

    private static bool ReadTransient(ref Utf8JsonReader json, TraitErrors errors)
    {
        json.Read();
        if (JsonText.ReadFlag(ref json) is { } flag) return flag;
        errors.Add("transient", "Must be a valid boolean.");
        return false;
    }

    private static BodyError Refuse(Action<TraitErrors> fill)
    {
        var errors = new TraitErrors();
        fill(errors);
        return Refuse(errors);
    }

    private static BodyError Refuse(TraitErrors errors) => new(StatusCodes.Status400BadRequest, Render(errors.Write));

    /// <summary>400, as the protocol words a body that is not JSON.</summary>
    internal static BodyError ParseError(string text) => new(StatusCodes.Status400BadRequest, Render(json =>
    {
        json.WriteStartObject();
        json.WriteString("detail"u8, $"JSON parse error - {text}");
        json.WriteString("code"u8, ErrorCodes.ParseError);
        json.WriteEndObject();
    }));

    private static byte[] Render(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer)) write(json);
        return buffer.WrittenSpan.ToArray();
    }
}
