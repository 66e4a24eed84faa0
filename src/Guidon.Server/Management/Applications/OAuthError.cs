namespace Guidon.Server.Management.Applications;

/// <summary>What is wrong with a request of an application, in OAuth's own words and shape (RFC 6749, section 5.2).</summary>
/// <param name="Code">Stable: applications switch on it.</param>
/// <param name="Description">One sentence for who writes the application.</param>
internal sealed record OAuthError(string Code, string Description)
{
    internal const string InvalidGrant = "invalid_grant";
    private const string InvalidClient = "invalid_client";

    internal static OAuthError UnknownClient { get; } = new(InvalidClient, "There is no application with this client_id. Register it again.");

    /// <summary>The same words whatever is wrong, so that nobody learns which part was right.</summary>
    internal static OAuthError Grant { get; } = new(InvalidGrant, "It is unknown, over, used, or not this application's.");

    internal static OAuthError Request(string description) => new("invalid_request", description);

    /// <summary>Nothing was done.</summary>
    internal Reply Refusal => new(Refuses: true, SendAsync);

    /// <summary>Something was done all the same, and must last.</summary>
    internal Reply Answer => new(Refuses: false, SendAsync);

    internal Task SendAsync(HttpContext http) => SendAsync(http, Code == InvalidClient && HttpMethods.IsPost(http.Request.Method) ? StatusCodes.Status401Unauthorized : StatusCodes.Status400BadRequest);

    internal Task SendAsync(HttpContext http, int status) => Answers.JsonAsync(http, status, json =>
    {
        json.WriteStartObject();
        json.WriteString("error"u8, Code);
        json.WriteString("error_description"u8, Description);
        json.WriteEndObject();
    });
}
