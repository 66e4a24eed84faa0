using System.Globalization;

namespace Guidon.Server.Edge;

/// <summary>By what a report of usage is known when it comes again: an edge gives it one, SDKs do not (decision 441).</summary>
/// <param name="Writer">An edge's counting for one environment; new with each of its starts.</param>
/// <param name="Number">From 1, rising.</param>
internal readonly record struct ReportName(Guid Writer, long Number)
{
    /// <summary>Of requests: the name.</summary>
    internal const string Header = "Guidon-Usage-Report";

    /// <summary>Of environment documents: reports with a name are counted once here.</summary>
    internal const string Announcement = "Guidon-Usage-Reports";

    /// <returns><see langword="null"/> for what is no name.</returns>
    internal static ReportName? Read(string? text) =>
        text?.Split(' ') is [var writer, var number] && Guid.TryParseExact(writer, "N", out var id) && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? new ReportName(id, count)
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Writer:N} {Number}");
}
