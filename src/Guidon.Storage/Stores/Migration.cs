using System.Globalization;
using System.Reflection;

namespace Guidon.Storage.Stores;

/// <summary>One forward step of a schema: a <c>.sql</c> file embedded in the engine's room whose name begins with its version.</summary>
/// <param name="Version">From 1. An engine that came later begins with the whole schema of that time, under that number.</param>
/// <param name="Sql">Its statements; they run in one transaction with the other missing steps.</param>
internal sealed record Migration(int Version, string Sql)
{
    private const string KeepVersion = "INSERT INTO schema_version (version, applied_at) VALUES (@version, @now)";

    /// <summary>All steps of an engine, oldest first.</summary>
    /// <param name="room">The engine's assembly.</param>
    internal static IReadOnlyList<Migration> Load(Assembly room) =>
    [
        .. room.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => new Migration(int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), Read(room, name))),
    ];

    /// <summary>Says that it was applied, inside the transaction that did.</summary>
    internal void Note(IStoreSession session, DateTimeOffset now) =>
        session.Command(KeepVersion).With("@version", Version).With("@now", StoreTime.ToMicroseconds(now)).ExecuteNonQuery();

    /// <summary>One line for an operator whose database is newer than this build; <see langword="null"/> when it is not.</summary>
    internal static string? Newer(string database, int version, int newest) => version <= newest
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"The database {database} has version {version}, and this build knows versions up to {newest}; start the newer build, or restore a backup of the older one.");

    private static string Read(Assembly room, string name)
    {
        using var stream = room.GetManifestResourceStream(name) ?? throw new InvalidOperationException("Missing resource " + name);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
