using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Storage;

/// <summary>Finds identities by a part of their identifier, by each engine's index of runs of three characters.</summary>
public static class IdentitySearch
{
    private const int RunLength = 3;

    // As the migration writes it: three characters of a private area.
    private const int PlaceStart = 0xE000;
    private const int PlaceDigits = 4_096;

    /// <summary>Identities of an environment whose identifier holds a text, without regard to the case of ASCII letters.</summary>
    /// <param name="plane">Where they are.</param>
    /// <param name="environmentId">Whose they are.</param>
    /// <param name="text">One or two characters are found too, by reading all identifiers of the environment.</param>
    public static IQueryable<Identity> Containing(this ControlPlane plane, int environmentId, string text)
    {
        ArgumentNullException.ThrowIfNull(plane);
        ArgumentNullException.ThrowIfNull(text);
        var pattern = Pattern(text);
        if (plane.IsPostgres)
            return plane.Identities.FromSql($@"SELECT * FROM identity WHERE environment_id = {environmentId} AND identifier ILIKE {pattern} ESCAPE '\'");
        var runs = Runs(text);
        if (runs.Count == 0 || text.Contains('\0', StringComparison.Ordinal))
            return plane.Identities.Where(each => each.EnvironmentId == environmentId && EF.Functions.Like(each.Identifier, pattern, @"\"));
        // The index says which may; their order is its own, so nothing is sorted.
        var wanted = string.Join(" AND ", runs.Prepend(PlaceOf(environmentId)).Select(run => $"\"{run.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
        return plane.Identities.FromSql(
            $@"SELECT found.rowid AS id, i.environment_id, i.identifier, i.created_at FROM identity_text found CROSS JOIN identity i ON i.id = found.rowid WHERE found.identity_text MATCH {wanted} AND i.environment_id = {environmentId} AND i.identifier LIKE {pattern} ESCAPE '\'");
    }

    /// <summary>A pattern of LIKE, escaped by <c>\</c>, for what holds a text anywhere.</summary>
    public static string Pattern(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return $"%{text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";
    }

    private static List<string> Runs(string text)
    {
        var characters = text.EnumerateRunes().ToList();
        return [.. Enumerable.Range(0, Math.Max(0, characters.Count - RunLength + 1)).Select(at => string.Concat(characters.GetRange(at, RunLength))).Distinct(StringComparer.Ordinal)];
    }

    private static string PlaceOf(int environmentId) => string.Concat(
        (char)(PlaceStart + (environmentId % PlaceDigits)), (char)(PlaceStart + (environmentId / PlaceDigits % PlaceDigits)), (char)(PlaceStart + (environmentId / PlaceDigits / PlaceDigits)));
}
