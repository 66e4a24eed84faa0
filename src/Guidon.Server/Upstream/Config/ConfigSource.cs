using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using Guidon.Server.Start;

namespace Guidon.Server.Upstream.Config;

/// <summary>Brings file and environment together: one object of the file's shape, in which variables win, object by object and key by key.</summary>
internal static class ConfigSource
{
    internal const string PathVariable = "CONFIG_PATH";

    private static readonly JsonDocumentOptions s_lenient =
        new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, AllowDuplicateProperties = false };

    // Older names of the same thing.
    private static readonly Dictionary<string, string> s_aliases = new(StringComparer.Ordinal)
    {
        ["api_poll_frequency"] = "api_poll_frequency_seconds",
        ["api_poll_timeout"] = "api_poll_timeout_seconds",
    };

    // Those that take JSON in a variable; the others take plain text.
    private static readonly string[] s_trees =
        ["environment_key_pairs", "endpoint_caches", "allow_origins", "logging", "server", "health_check", "destinations"];

    private static readonly string[] s_texts =
        ["api_url", "api_poll_frequency_seconds", "api_poll_timeout_seconds", "realtime_url", "api_document_bytes_max", .. s_aliases.Keys];

    /// <param name="path">The file that was asked for; <see langword="null"/> for <c>config.json</c>, which then may be missing.</param>
    /// <param name="variables">The process environment; names count in any case.</param>
    /// <exception cref="StartFailedException">One of them cannot be read or is not JSON.</exception>
    internal static JsonObject Read(string? path, IDictionary variables)
    {
        var result = OfFile(path);
        foreach (var (name, value) in OfVariables(variables)) Merge(result, name, value);
        return result;
    }

    private static JsonObject OfFile(string? path)
    {
        var file = Path.GetFullPath(path ?? "config.json");
        if (path is null && !File.Exists(file)) return [];
        try
        {
            var parsed = JsonNode.Parse(File.ReadAllText(file), null, s_lenient) as JsonObject
                ?? throw new StartFailedException($"{file} must hold a JSON object.");
            return Renamed(parsed);
        }
        catch (JsonException error)
        {
            throw new StartFailedException($"{file} is not JSON: {error.Message}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartFailedException($"{file} cannot be read: {error.Message}");
        }
    }

    private static JsonObject OfVariables(IDictionary variables)
    {
        var found = new JsonObject();
        foreach (DictionaryEntry variable in variables)
        {
            if (variable.Key is not string spelling || variable.Value is not string text) continue;
            var name = spelling.ToLowerInvariant();
            if (s_texts.Contains(name)) found[name] = text;
            else if (s_trees.Contains(name)) found[name] = Parse(spelling, text);
        }

        return Renamed(found);
    }

    private static JsonNode? Parse(string variable, string text)
    {
        try
        {
            return JsonNode.Parse(text, null, s_lenient);
        }
        catch (JsonException error)
        {
            // Not the text itself: it may hold keys.
            throw new StartFailedException($"The environment variable {variable} is not JSON: {error.Message}");
        }
    }

    private static JsonObject Renamed(JsonObject source)
    {
        foreach (var (old, name) in s_aliases)
        {
            if (!source.Remove(old, out var value) || source.ContainsKey(name)) continue;
            source[name] = value;
        }

        return source;
    }

    private static void Merge(JsonObject target, string name, JsonNode? value)
    {
        if (value is JsonObject inner && target[name] is JsonObject known)
        {
            foreach (var (key, each) in inner) Merge(known, key, each);
        }
        else
        {
            target[name] = value?.DeepClone();
        }
    }
}
