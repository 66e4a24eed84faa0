using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Guidon.Contracts;
using Guidon.Server.Edge;

namespace Guidon.Server.Management;

/// <summary>What an operation answers, ready to send: made inside of its transaction, sent when that is committed.</summary>
/// <param name="Refuses">True when nothing was done.</param>
/// <param name="SendAsync">Sends it.</param>
internal sealed record Reply(bool Refuses, Func<HttpContext, Task> SendAsync)
{
    /// <summary>True when everything is to be undone after it was tried: rows, documents, events.</summary>
    internal bool IsTrial { get; init; }

    /// <inheritdoc cref="Answers.NotFoundAsync"/>
    internal static Reply NotFound { get; } = new(Refuses: true, Answers.NotFoundAsync);

    /// <inheritdoc cref="Answers.ForbiddenAsync"/>
    internal static Reply Forbidden { get; } = new(Refuses: true, http => Answers.ForbiddenAsync(http));

    /// <summary>409: flags of this environment are changed by approval alone.</summary>
    internal static Reply ChangeRequests { get; } = new(Refuses: true, http => Answers.DetailAsync(
        http, StatusCodes.Status409Conflict, ErrorCodes.ChangeRequestsEnabled, "Cannot update flags in an environment with change requests enabled."));

    /// <summary>404 past the last page of a list.</summary>
    internal static Reply NoPage { get; } =
        new(Refuses: true, http => Answers.DetailAsync(http, StatusCodes.Status404NotFound, ErrorCodes.NotFound, "Invalid page."));

    /// <summary>404, in the words by which the command line knows that a flag is there and its override is not.</summary>
    internal static Reply NoOverride { get; } =
        new(Refuses: true, http => Answers.DetailAsync(http, StatusCodes.Status404NotFound, ErrorCodes.NotFound, "Segment override not found."));

    internal static Reply NoContent { get; } = new(Refuses: false, http =>
    {
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    });

    internal static Reply Of<T>(int status, T message, JsonTypeInfo<T> type)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(message, type);
        return new(Refuses: false, http => Answers.JsonAsync(http, status, json));
    }

    /// <summary>The same with an <c>ETag</c> of the message, by which a later write recognises that nobody else wrote meanwhile.</summary>
    internal static Reply Tagged<T>(T message, JsonTypeInfo<T> type)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(message, type);
        var tag = Tag(json);
        return new(Refuses: false, http =>
        {
            http.Response.Headers.ETag = tag;
            return Answers.JsonAsync(http, StatusCodes.Status200OK, json);
        });
    }

    /// <summary>Whether the request was made for what is there now, or for no state in particular.</summary>
    internal static bool IsFor<T>(HttpContext http, T message, JsonTypeInfo<T> type) =>
        http.Request.Headers.IfMatch is not [{ } wanted] || wanted is "*" || wanted == Tag(JsonSerializer.SerializeToUtf8Bytes(message, type));

    private static string Tag(byte[] json) => $"\"{Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, 12))}\"";

    /// <summary>412 when <see cref="IsFor"/> says no.</summary>
    internal static Reply Outdated { get; } = new(Refuses: true, http =>
        Answers.DetailAsync(http, StatusCodes.Status412PreconditionFailed, ErrorCodes.Conflict, "Somebody else changed it since it was read."));

    /// <summary>A page of a list; 404 past the last one.</summary>
    internal static Reply OfPage<T>(Page<T>? page, JsonTypeInfo<Page<T>> type) => page is null ? NoPage : Of(StatusCodes.Status200OK, page, type);

    /// <summary>400: there may be no more of these. The words are those by which clients know a quota.</summary>
    internal static Reply Full(string things, int most) =>
        Invalid(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"This has reached the maximum allowed number of {things}: {most}."));

    /// <summary>400 with all fields that break a rule.</summary>
    internal static Reply Invalid(FieldErrors errors) => new(Refuses: true, errors.SendAsync);

    /// <summary>400 with one sentence that belongs to no field.</summary>
    internal static Reply Invalid(string detail) =>
        new(Refuses: true, http => Answers.DetailAsync(http, StatusCodes.Status400BadRequest, ErrorCodes.Invalid, detail));
}
