using System.Globalization;
using System.Text.Json;

namespace Guidon.Server.Tests.Realtime;

/// <summary>How each official SDK finds the time of the last change in what a stream sent. Each throws where its SDK would stop.</summary>
public static class SdkReaders
{
    public static TheoryData<string> Names { get; } = ["JavaScript", "Python", "Go", "Ruby", "iOS", "Kotlin", "Flutter"];

    /// <param name="sdk">One of <see cref="Names"/>.</param>
    /// <param name="chunks">What the server wrote, write by write.</param>
    public static IReadOnlyList<double> Read(string sdk, IReadOnlyList<string> chunks) => sdk switch
    {
        // By the WHATWG rules; listens to one type.
        "JavaScript" or "Kotlin" => [.. Events(string.Concat(chunks)).Where(each => each.Type == "environment_updated").Select(each => Number(each.Data))],
        // Every event must be JSON with a number, whatever its type.
        "Python" => [.. Events(string.Concat(chunks)).Select(each => Number(each.Data))],
        // Lines that begin exactly so; the type is ignored.
        "Go" => [.. Lines(string.Concat(chunks)).Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => Positive(line[6..]))],
        // The whole answer, when it has ended.
        "Ruby" => [.. Lines(string.Concat(chunks)).Where(line => line.StartsWith("data:", StringComparison.Ordinal)).Select(line => Number(line[5..]))],
        // Each write by itself: a line that is cut in two is an error.
        "iOS" => [.. chunks.SelectMany(Lines).Where(line => line.StartsWith("data:", StringComparison.Ordinal)).Select(line => Number(line[5..]))],
        // "is double": a whole number without a point is not.
        "Flutter" => [.. Events(string.Concat(chunks)).Select(each => Double(each.Data))],
        _ => throw new ArgumentOutOfRangeException(nameof(sdk), sdk, "no such reader"),
    };

    private static IEnumerable<(string Type, string Data)> Events(string text)
    {
        var (type, data) = ("message", new List<string>());
        foreach (var line in Lines(text))
        {
            if (line.Length == 0)
            {
                if (data.Count > 0) yield return (type, string.Join('\n', data));
                (type, data) = ("message", []);
            }
            else if (line[0] != ':')
            {
                var (field, value) = line.IndexOf(':', StringComparison.Ordinal) is var at and > 0 ? (line[..at], line[(at + 1)..]) : (line, "");
                if (value.StartsWith(' ')) value = value[1..];
                if (field == "event") type = value;
                else if (field == "data") data.Add(value);
                else Assert.Equal(("retry", true), (field, int.TryParse(value, CultureInfo.InvariantCulture, out _)));
            }
        }
    }

    private static string[] Lines(string text) => text.Split('\n');

    private static double Number(string json) => JsonElement.Parse(json).GetProperty("updated_at").GetDouble();

    private static double Positive(string json) => Number(json) is var number && number > 0 ? number : throw new FormatException("not above 0");

    private static double Double(string json) => JsonElement.Parse(json).GetProperty("updated_at").GetRawText().Contains('.', StringComparison.Ordinal)
        ? Number(json)
        : throw new FormatException("an integer");
}
