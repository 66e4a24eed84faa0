using Guidon.Contracts;

namespace Guidon.Dashboard.Charts;

/// <summary>What the charts of an environment and of the organisation's destinations show.</summary>
public sealed record ChartsView
{
    /// <summary>The window in hours.</summary>
    public required int Hours { get; init; }

    /// <summary>Of all destinations together; <see langword="null"/> for who may not see them.</summary>
    public required SeriesAnswer? Series { get; init; }

    /// <summary>What SDKs reported.</summary>
    public required UsageAnswer Usage { get; init; }

    /// <summary>Names of destinations by id.</summary>
    public required IReadOnlyDictionary<int, string> Destinations { get; init; }
}
