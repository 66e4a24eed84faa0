using System.Text.Json;
using System.Text.Unicode;

namespace Guidon.Server.Edge;

/// <summary>Reads a JSON body as a tree, for endpoints that are called too rarely to read it by hand. Never an exception to the caller.</summary>
internal static class JsonBody
{
    private static readonly JsonElement s_nothing = JsonElement.Parse("{}");

    /// <summary>Hands the body to the endpoint, or answers why it cannot be read. Every text in it is valid Unicode.</summary>
    internal static async Task AnswerAsync(HttpContext http, Func<JsonElement, Task> endpoint, int bytesMax = RequestBody.BytesMax)
    {
        var (json, error) = await ReadAsync(http, bytesMax);
        if (json is null)
        {
            await (error?.SendAsync(http) ?? Task.CompletedTask);
            return;
        }

        using (json) await endpoint(json.RootElement);
    }

    /// <summary>The same for endpoints that need no body: without one it is an object without members.</summary>
    internal static Task AnswerMaybeAsync(HttpContext http, Func<JsonElement, Task> endpoint) =>
        http.Request.ContentLength is > 0 || http.Request.Headers.TransferEncoding.Count > 0 ? AnswerAsync(http, endpoint) : endpoint(s_nothing);

    /// <returns>The body, to be disposed, or why it was refused.</returns>
    internal static async ValueTask<(JsonDocument? Json, BodyError? Error)> ReadAsync(HttpContext http, int bytesMax = RequestBody.BytesMax)
    {
        var (body, error) = await RequestBody.ReadAsync(http, bytesMax);
        if (body is null) return (null, error);
        using (body) return Parse(body.Utf8);
    }

    private static (JsonDocument? Json, BodyError? Error) Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            if (!IsText(utf8)) return (null, IdentityRequestReader.ParseError("text that is not valid Unicode"));
            var json = new Utf8JsonReader(utf8);
            return (JsonDocument.ParseValue(ref json), null);
        }
        catch (JsonException error)
        {
            return (null, IdentityRequestReader.ParseError(error.Message));
        }
        catch (InvalidOperationException)
        {
            // The reader's way to say: half of a surrogate pair.
            return (null, IdentityRequestReader.ParseError("text that is not valid Unicode"));
        }
    }

    // Texts with escapes are decoded once here, so that no endpoint meets half of a surrogate pair. Also sees what follows the value.
    private static bool IsText(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8)) return false;
        var json = new Utf8JsonReader(utf8);
        while (json.Read())
        {
            if (json.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && json.ValueIsEscaped) _ = json.GetString();
        }

        return true;
    }
}
