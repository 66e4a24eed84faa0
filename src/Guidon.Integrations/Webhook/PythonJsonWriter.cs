using System.Buffers;
using System.Globalization;
using System.Text;
using Guidon.Events;
using Guidon.Integrations.Common;

namespace Guidon.Integrations.Webhook;

/// <summary>
/// JSON as Python's <c>json.dumps</c> writes it: a space after each comma and colon, everything outside of printable ASCII escaped.
/// The caller writes keys in sorted order. Receivers may compare or sign these very bytes.
/// </summary>
internal sealed class PythonJsonWriter
{
    private static readonly SearchValues<char> Plain = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(letter => (char)letter).Except(['"', '\\'])]);

    private readonly ArrayBufferWriter<byte> _bytes;
    private bool _hasSibling;   // what comes next follows a value in the same object or array

    /// <param name="expected">The number of bytes that are likely to be written; more is no fault, it costs copies.</param>
    internal PythonJsonWriter(int expected = 1_024) => _bytes = new(expected);

    internal ReadOnlyMemory<byte> Written => _bytes.WrittenSpan.ToArray();   // without the spare room, since it may wait for long

    internal void Open(char bracket)
    {
        Separate();
        Ascii(bracket);
        _hasSibling = false;
    }

    internal void Close(char bracket)
    {
        Ascii(bracket);
        _hasSibling = true;
    }

    /// <summary>An object or array as a member.</summary>
    internal void Open(string name, char bracket)
    {
        Key(name);
        Open(bracket);
    }

    /// <summary>The name of what is written next.</summary>
    internal void Key(string name)
    {
        Separate();
        Quoted(name);
        Ascii(": ");
        _hasSibling = false;
    }

    internal void Null() => Literal("null");

    internal void Text(string name, string? text)
    {
        Key(name);
        if (text is null) Null();
        else Text(text);
    }

    internal void Truth(string name, bool value)
    {
        Key(name);
        Literal(value ? "true" : "false");
    }

    internal void Integer(string name, long? value)
    {
        Key(name);
        Literal(value?.ToString(CultureInfo.InvariantCulture) ?? "null");
    }

    /// <summary>As Python's <c>repr</c>: the shortest text that reads back, with a decimal point or an exponent.</summary>
    internal void Real(string name, double? value)
    {
        Key(name);
        var text = value?.ToString("R", CultureInfo.InvariantCulture).ToLowerInvariant();
        Literal(text is null || text.Contains('.') || text.Contains('e') ? text ?? "null" : text + ".0");
    }

    internal void Value(string name, EventValue value)
    {
        Key(name);
        if (ValueText.IsText(value)) Text(ValueText.Unquote(value));
        else Literal(value.Json.Replace('E', 'e'));   // only numbers have a capital letter
    }

    private void Text(string text)
    {
        Separate();
        Quoted(text);
        _hasSibling = true;
    }

    private void Literal(string ascii)
    {
        Separate();
        Ascii(ascii);
        _hasSibling = true;
    }

    private void Separate()
    {
        if (_hasSibling) Ascii(", ");
    }

    private void Quoted(string text)
    {
        Ascii('"');
        var rest = text.AsSpan();
        for (var plain = rest.IndexOfAnyExcept(Plain); plain >= 0; plain = rest.IndexOfAnyExcept(Plain))
        {
            Ascii(rest[..plain]);
            Escape(rest[plain]);
            rest = rest[(plain + 1)..];
        }

        Ascii(rest);
        Ascii('"');
    }

    private void Escape(char letter) => Ascii(letter switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\b' => "\\b",
        '\f' => "\\f",
        _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
    });

    private void Ascii(char letter)
    {
        _bytes.GetSpan(1)[0] = (byte)letter;
        _bytes.Advance(1);
    }

    private void Ascii(ReadOnlySpan<char> text) => _bytes.Advance(Encoding.ASCII.GetBytes(text, _bytes.GetSpan(text.Length)));
}
