using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Storage;

/// <summary>SQLite's index of runs: three characters each, two marks behind the identifier counted, and one run that names the environment.</summary>
internal static class IdentityRuns
{
    private const int RunLength = 3;

    /// <summary>A character that begins more runs than this is nearly always common, and then found at once by reading in order.</summary>
    private const int BegunMax = 512;

    // As the migration writes it: three characters of a private area.
    private const int PlaceStart = 0xE000;
    private const int PlaceDigits = 4_096;

    /// <summary>What the index is asked for.</summary>
    /// <returns><see langword="null"/> when it is of no use.</returns>
    internal static string? Wanted(ControlPlane plane, int environmentId, string text)
    {
        var letters = text.EnumerateRunes().ToList();
        if (letters.Count >= RunLength) return string.Join(" AND ", Runs(letters).Prepend(PlaceOf(environmentId)).Select(Quoted));
        var begun = Begun(plane, letters);
        if (begun.Count > BegunMax) return null;
        // A run that begins so is none of the index.
        return begun.Count == 0 ? Quoted(text + new string(' ', RunLength - letters.Count)) : $"{Quoted(PlaceOf(environmentId))} AND ({string.Join(" OR ", begun.Select(Quoted))})";
    }

    /// <summary>
    /// The forms of a character of which the index may have taken one: it folds the case of all letters by a table of its own, which knows the long s, and
    /// reads what is no character as U+FFFD.
    /// </summary>
    internal static IEnumerable<Rune> Folds(Rune letter)
    {
        var small = letter.Value == 'ſ' ? new Rune('s') : Rune.ToLowerInvariant(letter);
        return ((Rune[])[letter.Value is 0xFFFE or 0xFFFF ? Rune.ReplacementChar : letter, small, Rune.ToUpperInvariant(letter), Rune.ToLowerInvariant(Rune.ToUpperInvariant(letter))]).Distinct();
    }

    private static IEnumerable<string> Runs(List<Rune> letters) =>
        Enumerable.Range(0, letters.Count - RunLength + 1).Select(at => string.Concat(letters.GetRange(at, RunLength))).Distinct(StringComparer.Ordinal);

    private static List<string> Begun(ControlPlane plane, List<Rune> letters)
    {
        IEnumerable<string> starts = [""];
        foreach (var letter in letters) starts = [.. starts.SelectMany(_ => Folds(letter), (start, fold) => start + fold.ToString())];
        return [.. starts.SelectMany(start => Begun(plane, start))];
    }

    // From run to run by look-ups, without their identities: no run is longer than its characters, so the next one follows behind U+0001.
    private static List<string> Begun(ControlPlane plane, string start)
    {
        var last = start + "\U0010FFFF\U0010FFFF";
        return plane.Database.SqlQuery<string>(
            $"""
            WITH RECURSIVE run (term) AS (
              SELECT (SELECT term FROM identity_run WHERE term >= {start} ORDER BY term LIMIT 1)
              UNION ALL
              SELECT (SELECT term FROM identity_run WHERE term >= run.term || char(1) ORDER BY term LIMIT 1) FROM run WHERE run.term <= {last})
            SELECT term AS "Value" FROM run WHERE term <= {last} LIMIT {BegunMax + 1}
            """).ToList();
    }

    private static string PlaceOf(int environmentId) => string.Concat(
        (char)(PlaceStart + (environmentId % PlaceDigits)), (char)(PlaceStart + (environmentId / PlaceDigits % PlaceDigits)), (char)(PlaceStart + (environmentId / PlaceDigits / PlaceDigits)));

    private static string Quoted(string run) => $"\"{run.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
