using System.Text.Json.Nodes;
using Guidon.Contracts;

namespace Guidon.Dashboard.Identities;

/// <summary>One identity: what it gets, why, and what is known of it.</summary>
public sealed record IdentityView
{
    /// <summary>Who.</summary>
    public required IdentitySummary Identity { get; init; }

    /// <summary>Rows of one page.</summary>
    public const int FlagsPerPage = 100;

    /// <summary>Flags as it gets them now: overridden for it first, then by segments, then by name. One page.</summary>
    public required IReadOnlyList<IdentityFlag> Flags { get; init; }

    /// <summary>How many match.</summary>
    public required int FlagsAll { get; init; }

    /// <summary>In names of flags; empty for all.</summary>
    public required string Search { get; init; }

    /// <summary>The page, from 1.</summary>
    public required int Number { get; init; }

    internal string Query(int page) => $"?q={Uri.EscapeDataString(Search)}&page={page}";

    /// <summary>What is stored of it.</summary>
    public required IReadOnlyList<TraitAnswer> Traits { get; init; }

    /// <summary>Ids of its own overrides by feature.</summary>
    public required IReadOnlyDictionary<int, int> Overrides { get; init; }

    /// <summary>The flag whose value is edited for it; <see langword="null"/> when none is.</summary>
    public IdentityFlag? Edited { get; init; }

    /// <summary>What was written there so far; set exactly when <see cref="Edited"/> is.</summary>
    public IdentityDraft? Draft { get; init; }

    /// <summary>The explanation that was asked for.</summary>
    public JsonObject? Why { get; init; }
}
