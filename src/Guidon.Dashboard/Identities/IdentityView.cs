using System.Text.Json.Nodes;
using Guidon.Contracts;

namespace Guidon.Dashboard.Identities;

/// <summary>One identity: what it gets, why, and what is known of it.</summary>
public sealed record IdentityView
{
    /// <summary>Who.</summary>
    public required IdentitySummary Identity { get; init; }

    /// <summary>Every flag as it gets it now, by name.</summary>
    public required IReadOnlyList<IdentityFlag> Flags { get; init; }

    /// <summary>What is stored of it.</summary>
    public required IReadOnlyList<TraitAnswer> Traits { get; init; }

    /// <summary>Ids of its own overrides by feature.</summary>
    public required IReadOnlyDictionary<int, int> Overrides { get; init; }

    /// <summary>The explanation that was asked for.</summary>
    public JsonObject? Why { get; init; }
}
