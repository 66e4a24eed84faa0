using Guidon.Contracts;

namespace Guidon.Dashboard.Environments;

/// <summary>How an environment is set.</summary>
public sealed record EnvironmentView
{
    /// <summary>As it is stored, or with what somebody just sent and was refused.</summary>
    public required EnvironmentAnswer Environment { get; init; }

    /// <summary>Names of the switches that are on, as stored or as somebody just sent them.</summary>
    public required IReadOnlySet<string> On { get; init; }

    /// <summary>How its events are kept; <see langword="null"/> for who may not see it.</summary>
    public required EventPolicySummary? Policy { get; init; }

    /// <summary>Names what is stored of the settings.</summary>
    public required string Mark { get; init; }

    /// <summary>Names what is stored of how events are kept.</summary>
    public required string PolicyMark { get; init; }

    /// <summary>What was written for the name of a copy.</summary>
    public string Copy { get; init; } = "";

    /// <summary>What was not done; <see langword="null"/> when nothing went wrong.</summary>
    public string? Problem { get; init; }
}
