namespace Guidon.Delivery;

/// <summary>What an operator must know about a receiver before relying on it; the table of docs/integrations.md is made from it.</summary>
public sealed record IntegrationFacts
{
    /// <summary>The receiver's name as people write it.</summary>
    public required string Title { get; init; }

    /// <summary>What is sent per evaluation, and to which endpoints.</summary>
    public required string Sends { get; init; }

    /// <summary>The limits that the mapper keeps, and how.</summary>
    public required string Limits { get; init; }

    /// <summary>What the receiver deduplicates by, and for how long.</summary>
    public required string Dedupe { get; init; }

    /// <summary>The oldest event that the receiver takes, and what becomes of older ones.</summary>
    public required string TooOld { get; init; }

    /// <summary>What happens when past events are sent again.</summary>
    public required string Replay { get; init; }

    /// <summary>How a marked event can be found at the receiver, and whether its loss would be seen.</summary>
    public required string Canary { get; init; }

    /// <summary>What the documentation leaves open and only an account would settle; <c>nothing</c> when all is known.</summary>
    public required string Unverified { get; init; }
}
