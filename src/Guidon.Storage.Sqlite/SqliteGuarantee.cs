namespace Guidon.Storage.Sqlite;

/// <summary>Looks whether the promise of durability can be true: SQLite's own settings, and where the file lies.</summary>
internal static class SqliteGuarantee
{
    /// <summary>Both checks.</summary>
    internal static StorageGuarantee Of(SqliteSession session, string folder) =>
        new(OfSettings(session) ?? OfPlace(folder));

    /// <returns>What is wrong; <see langword="null"/> when nothing is.</returns>
    internal static string? OfSettings(SqliteSession session)
    {
        if (session.Scalar("PRAGMA synchronous") != 2) return "SQLite does not run with synchronous=FULL.";
        return session.Command("PRAGMA journal_mode").ExecuteScalar() is "wal" ? null : "SQLite does not run in WAL mode.";
    }

    /// <summary>As below, with the mounts of this machine.</summary>
    internal static string? OfPlace(string folder) => OfPlace(folder, ReadMounts());

    /// <param name="folder">The data folder.</param>
    /// <param name="mounts">Lines of <c>/proc/mounts</c>: device, mount point, type, options.</param>
    /// <returns>What is wrong; <see langword="null"/> when nothing is known to be.</returns>
    internal static string? OfPlace(string folder, IEnumerable<string> mounts)
    {
        var path = Path.GetFullPath(folder);
        string point = "", type = "";
        foreach (var fields in mounts.Select(line => line.Split(' ')).Where(fields => fields.Length >= 3))
        {
            // The kernel writes a space in a path as \040. Of equal mount points the later one hides the earlier.
            var candidate = fields[1].Replace("\\040", " ", StringComparison.Ordinal);
            if (candidate.Length >= point.Length && Contains(candidate, path)) (point, type) = (candidate, fields[2]);
        }

        return type is "tmpfs" or "ramfs"
            ? $"The data folder '{path}' is on {type}: it lives in memory and is gone after a restart of the machine."
            : null;
    }

    private static bool Contains(string point, string path) =>
        point == "/" || path == point || path.StartsWith(point + "/", StringComparison.Ordinal);

    private static string[] ReadMounts() => OperatingSystem.IsLinux() ? File.ReadAllLines("/proc/mounts") : [];
}
