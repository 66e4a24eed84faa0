namespace Guidon.Server.Management.Applications;

/// <summary>What is wrong with a request of an application, in OAuth's own words and shape (RFC 6749, section 5.2).</summary>
/// <param name="Code">Stable: applications switch on it.</param>
/// <param name="Description">One sentence for who writes the application.</param>
internal sealed record OAuthError(string Code, string Description)
{
    private int Status { get; init; } = StatusCodes.Status400BadRequest;

    /// <summary>For the application itself.</summary>
    internal static OAuthError UnknownClient { get; } =
        new("invalid_client", "There is no application with this client_id. Register it again.") { Status = StatusCodes.Status401Unauthorized };

    /// <summary>The same where a person asks, who is known.</summary>
    internal static OAuthError NobodyAsks { get; } = UnknownClient with { Status = StatusCodes.Status400BadRequest };

    /// <summary>For an application that may come again.</summary>
    internal static OAuthError Full { get; } =
        new("temporarily_unavailable", "Too many applications are registered here. Try again tomorrow.") { Status = StatusCodes.Status429TooManyRequests };

    /// <summary>The same words whatever is wrong, so that nobody learns which part was right.</summary>
    internal static OAuthError Grant { get; } = new("invalid_grant", "It is unknown, over, used, or not this application's.");

    internal static OAuthError Request(string description) => new("invalid_request", description);

    /// <summary>Nothing was done.</summary>
    internal Reply Refusal => new(Refuses: true, SendAsync);

    /// <summary>Something was done all the same, and must last.</summary>
    internal Reply Answer => new(Refuses: false, SendAsync);

    internal Task SendAsync(HttpContext http) => Answers.JsonAsync(http, Status, json =>
    {
        json.WriteStartObject();
        json.WriteString("error"u8, Code);
        json.WriteString("error_description"u8, Description);
        json.WriteEndObject();
    });
}
