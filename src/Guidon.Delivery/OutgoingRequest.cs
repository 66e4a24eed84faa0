using System.Collections.Immutable;
using System.Net.Http;
using Guidon.Delivery.Mail;

namespace Guidon.Delivery;

/// <summary>One attempt, or a question before it, ready to be sent.</summary>
public sealed record OutgoingRequest
{
    /// <summary>Where to; the address guard checks it again when it connects.</summary>
    public required Uri Address { get; init; }

    /// <summary>POST for an attempt; GET, which has no body, for a question.</summary>
    public HttpMethod Method { get; init; } = HttpMethod.Post;

    /// <summary>The exact bytes; a signature covers these.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The message, when it is one and no HTTP request; then the rest is for people to look at.</summary>
    public OutgoingMail? Mail { get; init; }

    /// <summary>A message.</summary>
    /// <param name="mail">What is sent.</param>
    /// <param name="record">What it was made of.</param>
    public static OutgoingRequest Of(OutgoingMail mail, ReadOnlyMemory<byte> record)
    {
        ArgumentNullException.ThrowIfNull(mail);
        return new OutgoingRequest
        {
            Address = mail.Server is { } server ? new UriBuilder("smtp", server.Host, server.Port).Uri : new Uri("smtp://node"),
            Body = record,
            Mail = mail,
        };
    }

    /// <summary>A GET.</summary>
    public static OutgoingRequest Question(Uri address, params ImmutableArray<KeyValuePair<string, string>> headers) =>
        new() { Address = address, Method = HttpMethod.Get, Body = default, Headers = headers };

    /// <summary>The body's media type. Default <c>application/json</c>.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>Headers besides those that every request carries, in order.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>
    /// Whether each record stands in the body byte by byte, in order; the sender looks before it sends. Default <see langword="true"/>; false
    /// only where the integration writes records anew.
    /// </summary>
    public bool IsVerbatim { get; init; } = true;

    /// <summary>Whether the body travels compressed; only for receivers that say they take it.</summary>
    public bool Gzip { get; init; }
}
