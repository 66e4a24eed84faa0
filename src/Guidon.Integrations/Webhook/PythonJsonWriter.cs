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
    private readonly ArrayBufferWriter<byte> _bytes = new(1_024);
    private bool _hasSibling;   // what comes next follows a value in the same object or array

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

    internal void Key(string name)
    {
        Separate();
        Quoted(name);
        Ascii(": ");
        _hasSibling = false;
    }

    internal void Text(string? text)
    {
        if (text is null) Literal("null");
        else
        {
            Separate();
            Quoted(text);
            _hasSibling = true;
        }
    }

    internal void Truth(bool value) => Literal(value ? "true" : "false");

    internal void Integer(long? value) => Literal(value?.ToString(CultureInfo.InvariantCulture) ?? "null");

    /// <summary>As Python's <c>repr</c>: the shortest text that reads back, with a decimal point or an exponent.</summary>
    internal void Real(double? value)
    {
        var text = value?.ToString("R", CultureInfo.InvariantCulture).ToLowerInvariant();
        Literal(text is null || text.Contains('.') || text.Contains('e') ? text ?? "null" : text + ".0");
    }

    internal void Value(EventValue value)
    {
        if (ValueText.IsText(value)) Text(ValueText.Unquote(value));
        else Literal(value.Json.Replace('E', 'e'));   // only numbers have a capital letter
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
        foreach (var letter in text)
        {
            switch (letter)
            {
                case '"': Ascii("\\\""); break;
                case '\\': Ascii("\\\\"); break;
                case '\n': Ascii("\\n"); break;
                case '\r': Ascii("\\r"); break;
                case '\t': Ascii("\\t"); break;
                case '\b': Ascii("\\b"); break;
                case '\f': Ascii("\\f"); break;
                case >= ' ' and <= '~': Ascii(letter); break;
                default: Ascii(string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}")); break;
            }
        }

        Ascii('"');
    }

    private void Ascii(char letter)
    {
        _bytes.GetSpan(1)[0] = (byte)letter;
        _bytes.Advance(1);
    }

    private void Ascii(string text) => Encoding.ASCII.GetBytes(text, _bytes);
}
