using System.Globalization;
using System.Text.Json;
using Guidon.Contracts;

namespace Guidon.Dashboard.Parts;

/// <summary>How figures, times and values are written for people.</summary>
internal static class Display
{
    /// <summary>As far as lists that grow without end are counted.</summary>
    internal const int CountedMax = 10_000;

    private const int SnippetChars = 60;

    /// <summary>With thin spaces between thousands, which every reader takes for one number.</summary>
    internal static string Count(long count) => count.ToString("#,0", s_numbers);

    internal static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    internal static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The one unit that says enough.</summary>
    internal static string Age(double seconds) => seconds switch
    {
        < 1 => "none",
        < 90 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s"),
        < 5_400 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} min"),
        < 129_600 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3_600:0} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 86_400:0} days"),
    };

    /// <summary>A duration to two or three digits.</summary>
    internal static string Seconds(double seconds) => seconds switch
    {
        0 => "0",
        < 0.01 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1_000:0.#} ms"),
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1_000:0} ms"),
        < 90 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.#} s"),
        _ => Age(seconds),
    };

    internal static string Seconds(double? seconds) => seconds is { } known ? Seconds(known) : "–";

    internal static string Bytes(long bytes) => bytes switch
    {
        < 10_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 10_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000.0:0} KB"),
        < 10_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000_000.0:0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000_000_000.0:0} GB"),
    };

    internal static string Percent(double share) => share.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>A value in one short line; the whole of it is on the feature's own page.</summary>
    internal static string Snippet(JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.Null ? "" : value.ToString();
        return Snippet(text);
    }

    internal static string Snippet(string text) => Cut(text.ReplaceLineEndings(" "), SnippetChars);

    /// <summary>The beginning of a longer text, and a sign that it is one.</summary>
    internal static string Cut(string text, int chars)
    {
        if (text.Length <= chars) return text;
        // A pair of surrogates is one letter.
        return text[..(char.IsHighSurrogate(text[chars - 1]) ? chars - 1 : chars)] + "…";
    }

    /// <summary>How many there are of what the management API counts no further than to <see cref="CountedMax"/>.</summary>
    internal static string Plural<T>(Page<T> page, string one, string many) =>
        page is { Next: not null, Count: >= CountedMax } ? $"{Count(page.Count)} or more {many}" : Plural(page.Count, one, many);

    internal static string Words(string code) => code.Replace('_', ' ');

    internal static string Plural(long count, string one, string many) => count == 1 ? $"1 {one}" : $"{Count(count)} {many}";

    /// <summary>Who is behind an audit record.</summary>
    internal static string Who(AuditAnswer record) => record.Author?.Email ?? (record.KeyName is { } key ? $"key {key}" : "the server");

    private static readonly NumberFormatInfo s_numbers = new() { NumberGroupSeparator = "\u202f", NumberGroupSizes = [3] };

    /// <summary>A share's value in the three ways in which contracts write it.</summary>
    internal static string Value(VariantAnswer variant) =>
        variant.StringValue ?? variant.IntegerValue?.ToString(CultureInfo.InvariantCulture) ?? (variant.BooleanValue is { } on ? (on ? "true" : "false") : "");
}
