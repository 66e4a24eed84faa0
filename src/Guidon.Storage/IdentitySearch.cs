using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Storage;

/// <summary>
/// Finds identities by a part of their identifier, by each engine's indexes of runs of characters (decisions 0240 and 0380). PostgreSQL is asked in words
/// that leave it one way: before it has analysed what was written it takes a million for five thousand (decision 0430).
/// </summary>
public static class IdentitySearch
{
    private const int PairLength = 2;

    /// <summary>More pairs of a long text rule out nobody else and are looked at for everybody who has the rarest.</summary>
    private const int PairsMax = 6;

    /// <summary>All identities of an environment in the order of their creation. What follows may take a part of them and must not order them again.</summary>
    /// <param name="plane">Where they are, in a transaction that ends with this list.</param>
    /// <param name="environmentId">Whose they are.</param>
    public static IQueryable<Identity> InOrder(this ControlPlane plane, int environmentId)
    {
        ArgumentNullException.ThrowIfNull(plane);
        if (!plane.IsPostgres) return plane.Identities.Where(each => each.EnvironmentId == environmentId).OrderBy(each => each.Id);
        plane.AvoidSorting();
        return plane.Identities.FromSql($"SELECT * FROM identity WHERE environment_id = ANY ({new long[] { environmentId }}) ORDER BY environment_id, id");
    }

    /// <summary>The identities with these names.</summary>
    /// <param name="plane">Where they are.</param>
    /// <param name="environmentIds">Whose they are.</param>
    /// <param name="identifiers">Whole identifiers.</param>
    public static IQueryable<Identity> Named(this ControlPlane plane, IReadOnlyCollection<int> environmentIds, params IReadOnlyCollection<string> identifiers)
    {
        ArgumentNullException.ThrowIfNull(plane);
        return plane.IsPostgres
            ? plane.Identities.FromSql($"SELECT * FROM (SELECT * FROM identity WHERE identifier = ANY ({identifiers.ToArray()}) OFFSET 0) AS named").Where(each => environmentIds.Contains(each.EnvironmentId))
            : plane.Identities.Where(each => environmentIds.Contains(each.EnvironmentId) && identifiers.Contains(each.Identifier));
    }

    /// <summary>
    /// Identities of an environment whose identifier holds a text, without regard to the case of ASCII letters, in the order of their creation. What
    /// follows may take a part of them and must not order them again: common text is found by stopping early.
    /// </summary>
    /// <param name="plane">Where they are.</param>
    /// <param name="environmentId">Whose they are.</param>
    /// <param name="text">Of any length.</param>
    public static IQueryable<Identity> Containing(this ControlPlane plane, int environmentId, string text)
    {
        ArgumentNullException.ThrowIfNull(plane);
        ArgumentNullException.ThrowIfNull(text);
        if (plane.IsPostgres) return InPostgres(plane, environmentId, text.Replace('\0', '\uFFFD'));   // as the stores write it there
        if (text.Contains('\0', StringComparison.Ordinal)) return ByReading(plane, environmentId, text);
        return IdentityRuns.Wanted(plane, environmentId, text) is { } wanted ? ByRuns(plane, environmentId, wanted, Pattern(text)) : ByReading(plane, environmentId, text);
    }

    /// <summary>A pattern of LIKE, escaped by <c>\</c>, for what holds a text anywhere.</summary>
    public static string Pattern(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return $"%{text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";
    }

    // Block after block, each in the order of its ids, and none is read that the page does not need. Entries name the environment, and only their index
    // knows what is asked. A pair is a whole entry and one character the beginning of one; pairs need not be neighbours, so identifiers are looked at again.
    // By "id + 0", since by "id" another index would lead through all identities.
    private static IQueryable<Identity> InPostgres(ControlPlane plane, int environmentId, string text)
    {
        var folded = Folded(text);
        var letters = folded.EnumerateRunes().Select(letter => letter.ToString()).ToList();
        string[] entries = letters.Count < PairLength ? [Quoted(folded) + ":*"] : [.. Telling(letters).Select(Quoted)];
        var environment = new long[] { environmentId };
        return plane.Identities.FromSql(
            $"""
            SELECT found.* FROM generate_series(
              (SELECT id FROM identity WHERE environment_id = ANY ({environment}) ORDER BY environment_id, id LIMIT 1) / 16384,
              (SELECT id FROM identity WHERE environment_id = ANY ({environment}) ORDER BY environment_id DESC, id DESC LIMIT 1) / 16384) AS block
            CROSS JOIN LATERAL (
              SELECT * FROM identity
              WHERE identity_pairs(environment_id, id, identifier) @@ (
                  SELECT string_agg('''' || {environmentId} || ':' || block || ':' || entry, ' & ')::tsquery FROM unnest({entries}) AS entry)
                AND strpos(lower(identifier COLLATE "C"), {folded}) > 0
              ORDER BY id + 0) AS found
            """);
    }

    // Digits tell identifiers apart, what follows an @ does not, and of the rest pairs that share no character say most.
    private static IEnumerable<string> Telling(List<string> letters)
    {
        var domain = letters.IndexOf("@") is var at and >= 0 ? at : letters.Count;
        var pairs = Enumerable.Range(0, letters.Count - 1).Select(at => (Text: letters[at] + letters[at + 1], At: at)).DistinctBy(pair => pair.Text);
        return pairs.OrderByDescending(pair => pair.Text.Any(char.IsAsciiDigit)).ThenByDescending(pair => pair.At < domain).ThenBy(pair => pair.At % PairLength).ThenBy(pair => pair.At)
            .Take(PairsMax).Select(pair => pair.Text);
    }

    // As a word of a tsquery, behind the place that opened it.
    private static string Quoted(string entry) => entry.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal) + "'";

    // The index says which may; their order is its own, so nothing is sorted.
    private static IQueryable<Identity> ByRuns(ControlPlane plane, int environmentId, string wanted, string pattern) => plane.Identities.FromSql(
        $@"SELECT found.rowid AS id, i.environment_id, i.identifier, i.created_at FROM identity_text found CROSS JOIN identity i ON i.id = found.rowid WHERE found.identity_text MATCH {wanted} AND i.environment_id = {environmentId} AND i.identifier LIKE {pattern} ESCAPE '\'").OrderBy(each => each.Id);

    // Not LIKE, which reads no further than U+0000.
    private static IQueryable<Identity> ByReading(ControlPlane plane, int environmentId, string text)
    {
        var folded = Folded(text);
#pragma warning disable CA1304, CA1311, MA0011, CA1862, MA0001 // Translated to SQL, which knows no culture: it folds ASCII letters alone.
        return plane.Identities.Where(each => each.EnvironmentId == environmentId && each.Identifier.ToLower().Contains(folded)).OrderBy(each => each.Id);
#pragma warning restore CA1304, CA1311, MA0011, CA1862, MA0001
    }

    private static string Folded(string text) => string.Create(text.Length, text, static (folded, text) =>
    {
        for (var at = 0; at < text.Length; at++) folded[at] = char.IsAsciiLetterUpper(text[at]) ? (char)(text[at] | 0x20) : text[at];
    });
}
