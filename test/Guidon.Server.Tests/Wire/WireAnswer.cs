using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Guidon.Server.Tests.Wire;

/// <summary>One answer as it came over the wire.</summary>
/// <param name="Body">After the chunks were joined; Latin-1, so that every byte is one character.</param>
public sealed record WireAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>Nothing comes after this answer.</summary>
    public bool Closes => Headers.GetValueOrDefault("Connection") == "close";

    public JsonElement Json => JsonElement.Parse(Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(Body)));

    /// <summary>Every whole answer in these bytes; a beginning of one more is left out.</summary>
    public static IReadOnlyList<WireAnswer> ReadAll(byte[] bytes)
    {
        var text = Encoding.Latin1.GetString(bytes);
        var answers = new List<WireAnswer>();
        for (var at = 0; Read(text, ref at) is { } answer;) answers.Add(answer);
        return answers;
    }

    private static WireAnswer? Read(string text, ref int at)
    {
        var headEnd = text.IndexOf("\r\n\r\n", at, StringComparison.Ordinal);
        if (headEnd < 0) return null;
        var lines = text[at..headEnd].Split("\r\n");
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Skip(1)) headers[line[..line.IndexOf(':')]] = line[(line.IndexOf(':') + 1)..].Trim();
        var status = int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture);
        var bodyAt = headEnd + 4;
        var body = headers.ContainsKey("Transfer-Encoding") ? Chunks(text, ref bodyAt) : Counted(text, headers, status, ref bodyAt);
        if (body is null) return null;
        at = bodyAt;
        return new WireAnswer(status, headers, body);
    }

    private static string? Counted(string text, Dictionary<string, string> headers, int status, ref int at)
    {
        var length = status is 100 or 204 or 304 ? 0 : int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture);
        if (text.Length < at + length) return null;
        at += length;
        return text.Substring(at - length, length);
    }

    private static string? Chunks(string text, ref int at)
    {
        var body = new StringBuilder();
        while (true)
        {
            var lineEnd = text.IndexOf("\r\n", at, StringComparison.Ordinal);
            if (lineEnd < 0) return null;
            var length = int.Parse(text[at..lineEnd], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (text.Length < lineEnd + 2 + length + 2) return null;
            body.Append(text, lineEnd + 2, length);
            at = lineEnd + 2 + length + 2;
            if (length == 0) return body.ToString();
        }
    }
}
