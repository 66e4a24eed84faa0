using System.Text.Json;

namespace Guidon.Delivery.Replays;

/// <summary>Pure. Where two JSON texts differ.</summary>
internal static class JsonDifference
{
    private const int PathsMax = 50;

    /// <summary>Paths such as <c>$[0].flags[2].value</c>; <c>$</c> alone when one of them is no JSON, as a text that was cut.</summary>
    internal static IReadOnlyList<string> Of(string old, string now)
    {
        if (old == now) return [];
        try
        {
            using var first = JsonDocument.Parse(old);
            using var second = JsonDocument.Parse(now);
            var paths = new List<string>();
            Compare(first.RootElement, second.RootElement, "$", paths);
            return paths.Count > PathsMax ? paths[..PathsMax] : paths;
        }
        catch (JsonException)
        {
            return ["$"];
        }
    }

    private static void Compare(JsonElement old, JsonElement now, string path, List<string> paths)
    {
        if (old.ValueKind != now.ValueKind) paths.Add(path);
        else if (old.ValueKind == JsonValueKind.Object) CompareObjects(old, now, path, paths);
        else if (old.ValueKind == JsonValueKind.Array) CompareArrays(old, now, path, paths);
        else if (!JsonElement.DeepEquals(old, now)) paths.Add(path);
    }

    private static void CompareObjects(JsonElement old, JsonElement now, string path, List<string> paths)
    {
        foreach (var member in old.EnumerateObject())
        {
            if (now.TryGetProperty(member.Name, out var other)) Compare(member.Value, other, $"{path}.{member.Name}", paths);
            else paths.Add($"{path}.{member.Name}");
        }

        paths.AddRange(now.EnumerateObject().Where(member => !old.TryGetProperty(member.Name, out _)).Select(member => $"{path}.{member.Name}"));
    }

    private static void CompareArrays(JsonElement old, JsonElement now, string path, List<string> paths)
    {
        if (old.GetArrayLength() != now.GetArrayLength()) paths.Add(path);
        foreach (var (i, (first, second)) in old.EnumerateArray().Zip(now.EnumerateArray()).Index()) Compare(first, second, $"{path}[{i}]", paths);
    }
}
