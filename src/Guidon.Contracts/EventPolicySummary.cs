namespace Guidon.Contracts;

/// <summary>What is kept of an environment's events: answer of <c>GET</c> and <c>PUT /api/guidon/v1/environments/{key}/retention</c>.</summary>
public sealed record EventPolicySummary
{
    /// <summary>1–90.</summary>
    public required int Days { get; init; }

    /// <summary><c>available</c> (callers are answered, the gap is counted) or <c>strict</c> (callers get 503).</summary>
    public required string Mode { get; init; }

    /// <summary>When not null, only these traits are kept in events.</summary>
    public required IReadOnlyList<string>? AllowTraits { get; init; }

    /// <summary>Traits that are left out of events.</summary>
    public required IReadOnlyList<string> DropTraits { get; init; }

    /// <summary>Traits whose values are replaced by a keyed hash in events.</summary>
    public required IReadOnlyList<string> HashTraits { get; init; }
}
