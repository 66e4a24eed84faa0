using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Guidon.Server;

/// <summary>The few shapes in which this server answers besides flags. Clients read <c>detail</c> and field names; <c>code</c> is ours and stable.</summary>
internal static class Answers
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Sends bytes that are JSON already.</summary>
    internal static Task JsonAsync(HttpContext http, int status, ReadOnlyMemory<byte> json)
    {
        var response = http.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = json.Length;
        // For HEAD the server keeps the length and drops the bytes.
        return response.Body.WriteAsync(json, http.RequestAborted).AsTask();
    }

    /// <summary>Sends a message of the contracts.</summary>
    internal static Task JsonAsync<T>(HttpContext http, int status, T message, JsonTypeInfo<T> type) =>
        JsonAsync(http, status, JsonSerializer.SerializeToUtf8Bytes(message, type));

    /// <summary>Writes JSON by hand and sends it.</summary>
    internal static Task JsonAsync(HttpContext http, int status, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, s_options)) write(json);
        return JsonAsync(http, status, buffer.WrittenMemory);
    }

    /// <summary><c>{"detail": …, "code": …}</c></summary>
    internal static Task DetailAsync(HttpContext http, int status, string code, string detail) => JsonAsync(http, status, json =>
    {
        json.WriteStartObject();
        json.WriteString("detail"u8, detail);
        json.WriteString("code"u8, code);
        json.WriteEndObject();
    });

    /// <summary><c>{"error": …, "code": …}</c>, as clients read what became of a code.</summary>
    internal static Task ErrorAsync(HttpContext http, int status, string code, string error) => JsonAsync(http, status, json =>
    {
        json.WriteStartObject();
        json.WriteString("error"u8, error);
        json.WriteString("code"u8, code);
        json.WriteEndObject();
    });

    /// <summary>404 with the word that clients look for: without it they take the server for one that is too old.</summary>
    internal static Task NotFoundAsync(HttpContext http) => DetailAsync(http, StatusCodes.Status404NotFound, Contracts.ErrorCodes.NotFound, "Not found.");

    /// <summary>403: known, and not allowed.</summary>
    internal static Task ForbiddenAsync(HttpContext http, string detail = "You do not have permission to perform this action.") =>
        DetailAsync(http, StatusCodes.Status403Forbidden, Contracts.ErrorCodes.Forbidden, detail);

    /// <summary>429: the next attempt counts after the wait.</summary>
    internal static Task ThrottledAsync(HttpContext http, TimeSpan wait)
    {
        var seconds = (int)Math.Ceiling(Math.Max(1, wait.TotalSeconds));
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return DetailAsync(http, StatusCodes.Status429TooManyRequests, Contracts.ErrorCodes.Throttled, $"Request was throttled. Expected available in {seconds} seconds.");
    }

    /// <summary><c>{"field": ["message", …], …, "code": "invalid"}</c></summary>
    internal static Task FieldsAsync(HttpContext http, IReadOnlyDictionary<string, IReadOnlyList<string>> errors) =>
        JsonAsync(http, StatusCodes.Status400BadRequest, json =>
        {
            json.WriteStartObject();
            foreach (var (field, messages) in errors)
            {
                json.WriteStartArray(field);
                foreach (var message in messages) json.WriteStringValue(message);
                json.WriteEndArray();
            }

            json.WriteString("code"u8, Contracts.ErrorCodes.Invalid);
            json.WriteEndObject();
        });

    /// <summary>400 with one message for one field.</summary>
    internal static Task FieldAsync(HttpContext http, string field, string message) =>
        FieldsAsync(http, new Dictionary<string, IReadOnlyList<string>> { [field] = [message] });
}
