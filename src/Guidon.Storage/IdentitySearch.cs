using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Storage;

/// <summary>Finds identities by a part of their identifier, by each engine's indexes of runs of characters (decisions 0240 and 0380).</summary>
public static class IdentitySearch
{
    private const int PairLength = 2;

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

    private static IQueryable<Identity> InPostgres(ControlPlane plane, int environmentId, string text)
    {
        var length = text.EnumerateRunes().Count();
        if (length > PairLength)
            return plane.Identities.FromSql($@"SELECT * FROM identity WHERE environment_id = {environmentId} AND identifier ILIKE {Pattern(text)} ESCAPE '\'").OrderBy(each => each.Id);
        // Block after block, each in the order of its ids, and none is read that the page does not need. A pair is a whole entry of the index and one
        // character the beginning of one, and entries name the environment: nothing is looked at again, nor would another index help.
        var entry = $"{Folded(text).Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'{(length == PairLength ? "" : ":*")}";
        return plane.Identities.FromSql(
            $"""
            SELECT found.* FROM generate_series(
              (SELECT min(id) FROM identity WHERE environment_id = {environmentId}) / 16384, (SELECT max(id) FROM identity WHERE environment_id = {environmentId}) / 16384) AS block
            CROSS JOIN LATERAL (
              SELECT * FROM identity WHERE identity_pairs(environment_id, id, identifier) @@ ('''' || {environmentId} || ':' || block || ':' || {entry})::tsquery ORDER BY id) AS found
            """);
    }

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
