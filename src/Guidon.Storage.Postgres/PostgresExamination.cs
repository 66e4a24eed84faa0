using Guidon.Storage.Audit;
using Guidon.Storage.Stores;
using Npgsql;

namespace Guidon.Storage.Postgres;

/// <summary>Looks at a database without changing anything in it, before a start and also while nodes use it.</summary>
public static class PostgresExamination
{
    /// <summary>Ledgers, rows, events and flag tables, what the server's settings promise, and whether this build fits.</summary>
    /// <param name="connection">An Npgsql connection string.</param>
    /// <param name="time">For time-outs.</param>
    /// <returns>The findings, or one line that says why the database cannot be examined, or why a start would refuse it.</returns>
    public static (IReadOnlyList<Finding> Findings, string? Refusal) Examine(string connection, TimeProvider time) =>
        Look(connection, time, (session, _) => (Doctor.Whole(session, PostgresGuarantee.Of(session), PostgresSchema.Newest, [], CancellationToken.None), null));

    /// <summary>Reads the chain of audit records.</summary>
    /// <param name="connection">As above.</param>
    /// <param name="time">As above.</param>
    /// <param name="chain">With the key of the installation.</param>
    /// <returns>The first record that is not as it was written, or one line that says why the database cannot be read.</returns>
    public static (IReadOnlyList<Finding> Findings, string? Refusal) VerifyAudit(string connection, TimeProvider time, AuditChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        return Look(connection, time, (session, shown) =>
        {
            if (PostgresSchema.Version(session) != PostgresSchema.Newest) return ([], $"The database {shown} has another version than this build works with.");
            using var plane = ControlPlaneStore.Over(session);
            return (chain.Verify(plane, CancellationToken.None) is { } finding ? [new Finding("audit_altered", finding)] : [], null);
        });
    }

    private static (IReadOnlyList<Finding> Findings, string? Refusal) Look(
        string connection, TimeProvider time, Func<PostgresSession, string, (IReadOnlyList<Finding> Findings, string? Refusal)> look)
    {
        var (address, error) = PostgresAddress.Read(connection, time);
        if (address is null) return ([], error);
        try
        {
            using var session = address.OpenExaminer(isWhole: true);
            if (PostgresGuarantee.Refusal(session) is { } refusal) return ([], $"The database {address.Shown} {refusal}");
            var version = PostgresSchema.Version(session);
            if (version == 0) return ([], $"The database {address.Shown} holds nothing of Guidon's; the first start makes the schema.");
            if (Migration.Newer(address.Shown, version, PostgresSchema.Newest) is { } newer) return ([], newer);
            session.Run("BEGIN ISOLATION LEVEL REPEATABLE READ");   // all figures from one moment
            return look(session, address.Shown);
        }
        catch (Exception failure) when (failure is NpgsqlException or StorageException or IOException or TimeoutException)
        {
            return ([], $"The database {address.Shown} cannot be read: {failure.Message}");
        }
    }
}
