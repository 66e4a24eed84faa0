using System.Collections.Immutable;

namespace Guidon.Delivery;

/// <summary>One attempt, ready to be sent as a POST.</summary>
public sealed record OutgoingRequest
{
    /// <summary>Where to; the address guard checks it again when it connects.</summary>
    public required Uri Address { get; init; }

    /// <summary>The exact bytes; a signature covers these.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The body's media type. Default <c>application/json</c>.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>Headers besides those that every request carries, in order.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Whether the body travels compressed; only for receivers that say they take it.</summary>
    public bool Gzip { get; init; }
}
