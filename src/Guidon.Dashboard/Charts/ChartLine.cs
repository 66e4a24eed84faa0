namespace Guidon.Dashboard.Charts;

/// <summary>One line of a chart.</summary>
/// <param name="Name">For people.</param>
/// <param name="Values">One for each moment of the chart; <see langword="null"/> where nothing was measured, which breaks the line.</param>
public sealed record ChartLine(string Name, IReadOnlyList<double?> Values);
