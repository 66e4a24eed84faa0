using Guidon.Delivery;
using Guidon.Events;
using Guidon.Server.Access;
using Guidon.Storage;
using Guidon.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Server.Start;

/// <summary>A copy of a data folder from one moment, and a data folder from such a copy.</summary>
internal static class DataFolderCopy
{
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

    internal static async Task<(string Line, bool IsDone)> RestoreAsync(string backup, string folder, CancellationToken cancellation)
    {
        if (File.Exists(KeyOf(folder))) return ($"The folder {folder} holds a database or a key already.", false);
        if (File.Exists(Path.Combine(folder, SqliteStorage.FileName)))
            return ($"The folder {folder} holds a database without {InstallationSecret.FileName}, as a restore that was interrupted leaves it: remove the folder and restore again.", false);
        if (!File.Exists(KeyOf(backup))) return ($"{KeyOf(backup)} is missing; {backup} is no backup.", false);
        var (findings, refusal) = SqliteStorage.Examine(backup);
        // Where the copy lies now says nothing about where it will be used.
        var problem = refusal ?? findings.FirstOrDefault(finding => finding.Code != "not_durable")?.Text;
        return problem is null ? await RestoreSoundAsync(backup, folder, cancellation) : ($"The backup {backup} is not sound: {problem}", false);
    }

    // The key comes last: no server starts on a database without it, so a restore that is interrupted leaves nothing that sends.
    private static async Task<(string Line, bool IsDone)> RestoreSoundAsync(string backup, string folder, CancellationToken cancellation)
    {
        try
        {
            CreateForOwner(folder);
            if (SqliteStorage.CopyTo(backup, folder) is { } error) return (error, false);
            var (held, refusal) = await HoldAsync(folder, cancellation);
            if (refusal is not null) return (refusal, false);
            CopyKey(backup, folder);
            return ($"Restored {backup} to {folder}. {held} {(held == 1 ? "destination is" : "destinations are")} held until resumed: what was taken after the backup would be sent again.", true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or StorageException)
        {
            return ($"The restore to {folder} failed: {error.Message}", false);
        }
    }

    private static async Task<(int Held, string? Refusal)> HoldAsync(string folder, CancellationToken cancellation)
    {
        var opening = SqliteStorage.Open(folder, TimeProvider.System, NullLoggerFactory.Instance);
        if (opening.Storage is not { } storage) return (0, opening.Error ?? $"{folder} cannot be opened.");
        await using (storage)
        {
            // The installation's own have nobody who could resume them.
            var active = (await storage.Deliveries.DestinationsAsync(cancellation))
                .Where(destination => !destination.IsStoppedByHand && !EventStream.IsOfInstallation(destination.EnvironmentId)).ToList();
            foreach (var destination in active)
                await storage.Deliveries.StopOrResumeAsync(destination.Id, DestinationState.Held, $"{Destination.ByHand}: restored from a backup", cancellation);
            return (active.Count, null);
        }
    }

    private static Task<(string Line, bool IsDone)> Refused(string line) => Task.FromResult((line, false));

    private static string KeyOf(string folder) => Path.Combine(folder, InstallationSecret.FileName);

    private static void CreateForOwner(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    // File.Copy keeps the mode, which is the owner's alone. Written once more through the cache, since .NET swallows what a flush says, and
    // under another name, so that no half of a key is ever found.
    private static void CopyKey(string from, string to)
    {
        var path = KeyOf(to) + ".new";
        File.Copy(KeyOf(from), path, overwrite: true);
        using (var copy = new FileStream(path, new FileStreamOptions { Access = FileAccess.ReadWrite, Options = FileOptions.WriteThrough, BufferSize = 0 }))
        {
            var content = new byte[copy.Length];
            copy.ReadExactly(content);
            copy.Position = 0;
            copy.Write(content);
        }

        File.Move(path, KeyOf(to));
    }
}
