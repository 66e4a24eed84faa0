using System.Globalization;

namespace Guidon.Server.Drills;

/// <summary>What came of one drill.</summary>
internal sealed record DrillReport
{
    internal required DrillVariant Variant { get; init; }

    /// <summary>From the bad deployment to the first page; null when nobody was called.</summary>
    internal required TimeSpan? TimeToPage { get; init; }

    /// <summary>How soon somebody must have been called.</summary>
    internal required TimeSpan PageMax { get; init; }

    /// <summary>Each rule that fired: after how long, and what it said.</summary>
    internal required IReadOnlyList<(string Rule, TimeSpan After, string Summary)> Alarms { get; init; }

    /// <summary>Events that waited when the good build came back.</summary>
    internal required long Held { get; init; }

    internal required long Replayed { get; init; }

    /// <summary>Events that the traffic made, from its own list.</summary>
    internal required int Expected { get; init; }

    /// <summary>Of those, what the receiver has with the right time and its flags.</summary>
    internal required int Recovered { get; init; }

    /// <summary>Events that came more than once although nothing asked for it; repeated ids, which receivers drop.</summary>
    internal required int Duplicates { get; init; }

    /// <summary>Events that the receiver has and the traffic did not make.</summary>
    internal required int Strangers { get; init; }

    internal required long Residual { get; init; }

    internal bool IsGood => TimeToPage <= PageMax && Recovered == Expected && Duplicates == 0 && Strangers == 0 && Residual == 0;

    internal IEnumerable<string> Lines()
    {
        yield return $"june-2023, variant {Variant.ToString().ToLowerInvariant()}: {(IsGood ? "passed" : "FAILED")}";
        yield return $"  time to page   {(TimeToPage is { } time ? Text(time) : "nobody was called")} (at most {Text(PageMax)})";
        foreach (var (rule, after, summary) in Alarms) yield return $"    {Text(after)} {rule}: {summary}";
        yield return Invariant($"  held           {Held} events");
        yield return Invariant($"  replayed       {Replayed} events");
        yield return Invariant($"  recovered      {Recovered} of {Expected}, with their own times");
        yield return Invariant($"  duplicates     {Duplicates}");
        yield return Invariant($"  residual       {Residual}");
    }

    private static string Text(TimeSpan time) => time.ToString(@"mm\:ss", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
