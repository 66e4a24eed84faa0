using Guidon.Server.Access;
using Guidon.Storage;
using Guidon.Storage.Audit;
using Guidon.Storage.Postgres;
using Guidon.Storage.Sqlite;

namespace Guidon.Server.Start;

/// <summary>The data folder: the installation's key and the database, opened together or not at all. With <c>--database</c> it holds the key alone.</summary>
internal static class DataFolder
{
    /// <exception cref="StartFailedException">The folder, the key or the database cannot be used; the line names which.</exception>
    /// <exception cref="StorageException">The database let it in and went away.</exception>
    internal static async Task<(IStorage Storage, InstallationSecret Secret)> OpenAsync(
        string folder, string? database, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellation) =>
        database is null ? Open(folder, time, loggers) : await OpenSharedAsync(folder, database, time, loggers, cancellation);

    private static (IStorage Storage, InstallationSecret Secret) Open(string folder, TimeProvider time, ILoggerFactory loggers)
    {
        var secret = OpenSecret(folder, isNew: !File.Exists(Path.Combine(folder, SqliteStorage.FileName)));
        var opening = SqliteStorage.Open(folder, time, loggers);
        return opening.Storage is { } storage
            ? (storage, secret)
            : throw new StartFailedException(opening.Error ?? $"{folder} cannot be opened.");
    }

    /// <summary>Reads the chain of audit records of a folder that no server uses, or of a database with the folder's key.</summary>
    internal static (IReadOnlyList<Finding> Findings, string? Refusal) VerifyAudit(string folder, string? database)
    {
        var (secret, error) = InstallationSecret.Open(folder, isNew: false);
        if (secret is null) return ([], error);
        var chain = new AuditChain(secret.AuditKey);
        return database is null ? SqliteStorage.VerifyAudit(folder, chain) : PostgresExamination.VerifyAudit(database, TimeProvider.System, chain);
    }

    private static async Task<(IStorage Storage, InstallationSecret Secret)> OpenSharedAsync(
        string folder, string database, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellation)
    {
        if (File.Exists(Path.Combine(folder, SqliteStorage.FileName)))
            throw new StartFailedException($"The data folder {folder} holds a database of its own; give a node on PostgreSQL another folder with --data, with a copy of installation.key.");
        var opening = PostgresStorage.Open(database, time, loggers);
        var storage = opening.Storage ?? throw new StartFailedException(opening.Error ?? "The database cannot be opened.");
        try
        {
            var secret = OpenSecret(folder, isNew: await storage.IsNewAsync());
            return await storage.JoinAsync(secret.Hash("guidon installation check"), cancellation)
                ? (storage, secret)
                : throw new StartFailedException(
                    $"The database was made with another {InstallationSecret.FileName} than the one in {folder}; copy it from the data folder of a node that runs on it.");
        }
        catch
        {
            await storage.DisposeAsync();
            throw;
        }
    }

    private static InstallationSecret OpenSecret(string folder, bool isNew)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var (secret, error) = InstallationSecret.Open(folder, isNew);
            return secret ?? throw new StartFailedException(error ?? $"{folder} has no key.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartFailedException($"The data folder {folder} cannot be written: {error.Message}");
        }
    }
}
