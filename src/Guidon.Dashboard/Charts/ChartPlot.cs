using System.Globalization;
using System.Text;

namespace Guidon.Dashboard.Charts;

/// <summary>Where everything of a chart stands. Pure; the units are those of the picture's view box.</summary>
public sealed class ChartPlot
{
    internal const int Width = 720;
    internal const int Height = 200;
    internal const int Left = 64;
    internal const int Bottom = 172;
    private const int Top = 10;
    private const int Right = Width - 8;

    private readonly int _moments;

    /// <param name="moments">How many places the time has.</param>
    /// <param name="lines">Each with as many values.</param>
    public ChartPlot(int moments, IReadOnlyList<ChartLine> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        _moments = moments;
        Highest = Round(lines.SelectMany(each => each.Values).Max() ?? 0);
    }

    /// <summary>What the upper edge stands for: 1, 2 or 5 times a power of ten.</summary>
    public double Highest { get; }

    /// <summary>Values at which there is a line across.</summary>
    internal IEnumerable<double> Steps => [0, Highest / 2, Highest];

    internal double Across(int moment) => _moments <= 1 ? (Left + Right) / 2.0 : Left + ((Right - Left) * (double)moment / (_moments - 1));

    internal double Up(double value) => Bottom - ((Bottom - Top) * value / Highest);

    /// <summary>The path of one line; a value between two gaps is a dot.</summary>
    internal string Path(ChartLine line)
    {
        var path = new StringBuilder();
        for (var at = 0; at < line.Values.Count; at++)
        {
            if (line.Values[at] is not { } value) continue;
            var isFirst = at == 0 || line.Values[at - 1] is null;
            path.Append(CultureInfo.InvariantCulture, $"{(isFirst ? 'M' : 'L')}{Across(at):0.#} {Up(value):0.#}");
            if (isFirst && (at == line.Values.Count - 1 || line.Values[at + 1] is null)) path.Append("h.01");   // with round ends it is seen
        }

        return path.ToString();
    }

    private static double Round(double highest)
    {
        if (highest <= 0) return 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10(highest)));
        return ((double[])[1, 2, 5, 10]).First(each => each * power >= highest * 0.9999999) * power;
    }
}
