using Guidon.Server.Access;
using Guidon.Storage;
using Guidon.Storage.Audit;
using Guidon.Storage.Sqlite;

namespace Guidon.Server.Start;

/// <summary>The data folder: the installation's key and the database, opened together or not at all.</summary>
internal static class DataFolder
{
    /// <exception cref="StartFailedException">The folder, the key or the database cannot be used; the line names which.</exception>
    internal static (SqliteStorage Storage, InstallationSecret Secret) Open(string folder, TimeProvider time, ILoggerFactory loggers)
    {
        var secret = OpenSecret(folder);
        var opening = SqliteStorage.Open(folder, time, loggers);
        return opening.Storage is { } storage
            ? (storage, secret)
            : throw new StartFailedException(opening.Error ?? $"{folder} cannot be opened.");
    }

    /// <summary>Reads the chain of audit records of a folder that no server uses.</summary>
    internal static (IReadOnlyList<Finding> Findings, string? Refusal) VerifyAudit(string folder)
    {
        var (secret, error) = InstallationSecret.Open(folder, isNew: false);
        return secret is null ? ([], error) : SqliteStorage.VerifyAudit(folder, new AuditChain(secret.AuditKey));
    }

    private static InstallationSecret OpenSecret(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var isNew = !File.Exists(Path.Combine(folder, SqliteStorage.FileName));
            var (secret, error) = InstallationSecret.Open(folder, isNew);
            return secret ?? throw new StartFailedException(error ?? $"{folder} has no key.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartFailedException($"The data folder {folder} cannot be written: {error.Message}");
        }
    }
}
