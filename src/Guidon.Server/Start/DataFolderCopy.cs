using Guidon.Delivery;
using Guidon.Events;
using Guidon.Server.Access;
using Guidon.Storage;
using Guidon.Storage.Postgres;
using Guidon.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Server.Start;

/// <summary>A copy of a data folder from one moment, and a data folder from such a copy.</summary>
internal static class DataFolderCopy
{
    private const string Older = "schema_version";

    internal static Task<(string Line, bool IsDone)> BackUpAsync(string folder, string target, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()) return Refused($"The folder {target} is not empty.");
        if (!File.Exists(KeyOf(folder))) return Refused($"{KeyOf(folder)} is missing; a backup without it could not be read.");
        try
        {
            CreateForOwner(target);
            if (SqliteStorage.CopyTo(folder, target) is { } error) return Refused(error);
            CopyKey(folder, target);
            return Task.FromResult(($"Copied {folder} to {target}: {new FileInfo(Path.Combine(target, SqliteStorage.FileName)).Length:#,0} bytes.", true));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Refused($"The backup to {target} failed: {error.Message}");
        }
    }

    /// <param name="backup">Holds a database and a key; a key alone when its PostgreSQL was restored by that one's own tools.</param>
    /// <param name="folder">Becomes the data folder.</param>
    /// <param name="database">The connection string of that PostgreSQL; <see langword="null"/> for the embedded database.</param>
    /// <param name="cancellation">A person's Ctrl+C.</param>
    internal static async Task<(string Line, bool IsDone)> RestoreAsync(string backup, string folder, string? database, CancellationToken cancellation)
    {
        if (File.Exists(KeyOf(folder))) return ($"The folder {folder} holds a database or a key already.", false);
        if (File.Exists(Path.Combine(folder, SqliteStorage.FileName)))
            return ($"The folder {folder} holds a database without {InstallationSecret.FileName}, as a restore that was interrupted leaves it: remove the folder and restore again.", false);
        if (!File.Exists(KeyOf(backup))) return ($"{KeyOf(backup)} is missing; {backup} is no backup.", false);
        try
        {
            return database is null ? await CopyAsync(backup, folder, cancellation) : await TakeAsync(backup, folder, database, cancellation);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or StorageException or StartFailedException)
        {
            return ($"The restore to {folder} failed: {error.Message}", false);
        }
    }

    // The key comes last: no server starts on a database without it, so a restore that is interrupted leaves nothing that sends. What is examined
    // is the copy: a medium that cannot be written takes no lock, and where the backup lies says nothing about where it will be used.
    private static async Task<(string Line, bool IsDone)> CopyAsync(string backup, string folder, CancellationToken cancellation)
    {
        CreateForOwner(folder);
        if (SqliteStorage.CopyTo(backup, folder) is { } error) return Undone(folder, error);
        var problem = Problem(folder);
        // An older build's has to be brought to this one's schema before its rows can be counted.
        var isOlder = problem is { Code: Older };
        if (problem is not null && !isOlder) return Undone(folder, $"The backup {backup} is not sound: {problem.Text}");
        var (held, refusal) = await HoldAsync(folder, cancellation);
        if (refusal is not null) return Undone(folder, refusal);
        if (isOlder && Problem(folder) is { } found) return Undone(folder, $"The backup {backup} is not sound: {found.Text}");
        CopyKey(backup, folder);
        return ($"Restored {backup} to {folder}. {Told(held)}", true);
    }

    // Nothing serves it yet: no node starts without the key, which comes last here too.
    private static async Task<(string Line, bool IsDone)> TakeAsync(string backup, string folder, string database, CancellationToken cancellation)
    {
        if (Problem(PostgresExamination.Examine(database, TimeProvider.System)) is { } problem && problem.Code != Older) return ($"The database is not sound: {problem.Text}", false);
        var (storage, _) = await DataFolder.OpenAsync(backup, database, TimeProvider.System, NullLoggerFactory.Instance, cancellation);
        int held;
        await using (storage) held = await HoldAsync(storage, cancellation);
        CreateForOwner(folder);
        CopyKey(backup, folder);
        return ($"The database is ready for nodes with the key in {folder}. {Told(held)}", true);
    }

    private static string Told(int held) => $"{held} {(held == 1 ? "destination is" : "destinations are")} held until resumed: what was taken after the backup would be sent again.";

    private static Finding? Problem(string folder) => Problem(SqliteStorage.Examine(folder));

    private static Finding? Problem((IReadOnlyList<Finding> Findings, string? Refusal) examined)
    {
        var (findings, refusal) = examined;
        return refusal is null ? findings.FirstOrDefault(finding => finding.Code != "not_durable") : new Finding("unreadable", refusal);
    }

    // Only what was copied: the folder may have been there.
    private static (string Line, bool IsDone) Undone(string folder, string line)
    {
        foreach (var ending in (string[])["", "-wal", "-shm"]) File.Delete(Path.Combine(folder, SqliteStorage.FileName + ending));
        return (line, false);
    }

    private static async Task<(int Held, string? Refusal)> HoldAsync(string folder, CancellationToken cancellation)
    {
        var opening = SqliteStorage.Open(folder, TimeProvider.System, NullLoggerFactory.Instance);
        if (opening.Storage is not { } storage) return (0, opening.Error ?? $"{folder} cannot be opened.");
        await using (storage) return (await HoldAsync(storage, cancellation), null);
    }

    // The installation's own have nobody who could resume them.
    private static async Task<int> HoldAsync(IStorage storage, CancellationToken cancellation)
    {
        var active = (await storage.Deliveries.DestinationsAsync(cancellation))
            .Where(destination => !destination.IsStoppedByHand && !EventStream.IsOfInstallation(destination.EnvironmentId)).ToList();
        foreach (var destination in active)
            await storage.Deliveries.StopOrResumeAsync(destination.Id, DestinationState.Held, $"{Destination.ByHand}: restored from a backup", cancellation);
        return active.Count;
    }

    private static Task<(string Line, bool IsDone)> Refused(string line) => Task.FromResult((line, false));

    private static string KeyOf(string folder) => Path.Combine(folder, InstallationSecret.FileName);

    private static void CreateForOwner(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    // The owner's alone, whatever a medium that cannot be written made of its mode. Through the cache, since .NET swallows what a flush says, and under
    // another name, so that no half of a key is ever found.
    private static void CopyKey(string from, string to)
    {
        var path = KeyOf(to) + ".new";
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.WriteThrough, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var copy = new FileStream(path, options)) copy.Write(File.ReadAllBytes(KeyOf(from)));
        File.Move(path, KeyOf(to));
    }
}
