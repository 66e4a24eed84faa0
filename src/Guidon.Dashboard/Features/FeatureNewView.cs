using Guidon.Contracts;

namespace Guidon.Dashboard.Features;

/// <summary>A feature that is to be created.</summary>
public sealed record FeatureNewView
{
    /// <summary>As written.</summary>
    public string Name { get; init; } = "";

    /// <summary>As written.</summary>
    public string Description { get; init; } = "";

    /// <summary>What it starts with everywhere.</summary>
    public ValueText Value { get; init; } = new("none", "");

    /// <summary>Keys of the environments in which it is on.</summary>
    public IReadOnlyList<string> On { get; init; } = [];

    /// <summary>Variants with key, value and share, as written; without a value they count for nothing.</summary>
    public IReadOnlyList<(string Key, string Value, string Share)> Variants { get; init; } = [];

    /// <summary>What is wrong with the share of a variant; <see langword="null"/> when nothing is.</summary>
    internal static string? ShareProblem(string share) => Percent.Read(share) is null ? Percent.Rule : null;

    /// <summary>Why it was not created.</summary>
    public string? Problem { get; init; }

    /// <summary>Those of the project whose states the person may set.</summary>
    public required IReadOnlyList<FrameEnvironment> Environments { get; init; }
}
