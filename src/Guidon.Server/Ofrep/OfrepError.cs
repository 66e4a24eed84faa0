namespace Guidon.Server.Ofrep;

/// <summary>Why an evaluation was refused, in the protocol's terms.</summary>
/// <param name="Status">400 or 404.</param>
/// <param name="Code">One of the protocol's error codes.</param>
/// <param name="Details">For a person.</param>
internal sealed record OfrepError(int Status, string Code, string Details)
{
    /// <param name="http">The request.</param>
    /// <param name="key">The flag that was asked for; <see langword="null"/> when all were.</param>
    internal Task SendAsync(HttpContext http, string? key) => Answers.JsonAsync(http, Status, json =>
    {
        json.WriteStartObject();
        if (key is not null) json.WriteString("key"u8, key);
        json.WriteString("errorCode"u8, Code);
        json.WriteString("errorDetails"u8, Details);
        json.WriteEndObject();
    });

    internal static OfrepError Parse() => new(StatusCodes.Status400BadRequest, "PARSE_ERROR", "The body is not valid JSON.");

    internal static OfrepError Context(string details) => new(StatusCodes.Status400BadRequest, "INVALID_CONTEXT", details);

    /// <summary>Unknown and hidden look the same: a key must not tell apart what it may not see.</summary>
    internal static OfrepError NotFound() => new(StatusCodes.Status404NotFound, "FLAG_NOT_FOUND", "There is no such flag.");
}
