using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace Guidon.Transfer.Reading;

/// <summary>Looks at every text of a source before anything is read from it: JSON can hold halves of surrogate pairs, bytes that are no text, and names without end.</summary>
internal static class SourceText
{
    /// <summary>The longest name that anything can have here. Names stand in the names of what is made of the things below them, so each costs as often.</summary>
    internal const int NameCharsMax = 2_000;

    private const int NameBytesMax = 4 * NameCharsMax;
    private const int ShownCharsMax = 100;

    /// <param name="element">All of it.</param>
    /// <param name="path">Where it stands; empty for a whole file.</param>
    /// <exception cref="SourceException">A name or a value is no text, or a name is too long; the message says which.</exception>
    internal static void Check(JsonElement element, string path)
    {
        if (Find(element) is not { } found) return;
        var place = Join(path, found.Path);
        throw new SourceException($"{(place.Length == 0 ? "The file" : place)}: {found.Problem}");
    }

    /// <summary>A name as a part of a path: names may be as long as a file, and there is a path for each thing below.</summary>
    internal static string Shown(string name) => name.Length <= ShownCharsMax ? name : $"{name.AsSpan(0, ShownCharsMax)}…";

    // The path is put together on the way back, from what is wrong: most files are right and have millions of places.
    private static (string Path, string Problem)? Find(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String when !IsText(JsonMarshal.GetRawUtf8Value(element), element.GetString) => ("", "the text is not valid Unicode."),
        JsonValueKind.Array => InArray(element),
        JsonValueKind.Object => InObject(element),
        _ => null,
    };

    private static (string Path, string Problem)? InArray(JsonElement array)
    {
        var at = 0;
        foreach (var item in array.EnumerateArray())
        {
            if (Find(item) is { } found) return (Join(string.Create(CultureInfo.InvariantCulture, $"[{at}]"), found.Path), found.Problem);
            at++;
        }

        return null;
    }

    private static (string Path, string Problem)? InObject(JsonElement owner)
    {
        foreach (var member in owner.EnumerateObject())
        {
            if (JsonMarshal.GetRawUtf8PropertyName(member).Length > NameBytesMax) return ("", string.Create(CultureInfo.InvariantCulture, $"a name has more than {NameBytesMax} bytes."));
            if (!IsText(JsonMarshal.GetRawUtf8PropertyName(member), () => member.Name)) return ("", "a name is not valid Unicode.");
            if (Find(member.Value) is { } found) return (Join(Shown(member.Name), found.Path), found.Problem);
        }

        return null;
    }

    private static string Join(string path, string rest) => path.Length == 0 || rest.Length == 0 || rest[0] == '[' ? path + rest : $"{path}.{rest}";

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
