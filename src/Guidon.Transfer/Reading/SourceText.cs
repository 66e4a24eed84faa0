using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace Guidon.Transfer.Reading;

/// <summary>Looks at every text of a source before anything is read from it: JSON can hold halves of surrogate pairs and bytes that are no text.</summary>
internal static class SourceText
{
    /// <exception cref="SourceException">A name or a value is no text; the message says which.</exception>
    internal static void Check(JsonElement element, string path)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String when !IsText(JsonMarshal.GetRawUtf8Value(element), element.GetString):
                throw new SourceException($"{(path.Length == 0 ? "The file" : path)}: the text is not valid Unicode.");
            case JsonValueKind.Array:
                var at = 0;
                foreach (var item in element.EnumerateArray()) Check(item, string.Create(CultureInfo.InvariantCulture, $"{path}[{at++}]"));
                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject()) CheckMember(member, path);
                break;
        }
    }

    private static void CheckMember(JsonProperty member, string path)
    {
        if (!IsText(JsonMarshal.GetRawUtf8PropertyName(member), () => member.Name)) throw new SourceException($"{(path.Length == 0 ? "The file" : path)}: a name is not valid Unicode.");
        Check(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}");
    }

    // Only escapes can hide half of a pair, and few texts have any.
    private static bool IsText(ReadOnlySpan<byte> raw, Func<string?> decode)
    {
        if (!Utf8.IsValid(raw)) return false;
        if (!raw.Contains((byte)'\\')) return true;
        try
        {
            _ = decode();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
