using System.Runtime.InteropServices;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Storage.Sqlite;

/// <summary>The control plane on SQLite: its transactions go through the one writer, its reads through reading connections.</summary>
internal sealed class SqliteControlPlane(SqliteWriter writer, SqliteReaders readers, SqliteEventLog log) : IControlPlaneStore
{
    public Task<T> WriteAsync<T>(Func<ControlPlane, T> work, CancellationToken cancellation) =>
        writer.RunAsync(
            session =>
            {
                using var context = Over(session);
                var result = work(context);
                context.SaveChanges();
                if (context.Outbox.Count > 0) log.Append(session, CollectionsMarshal.AsSpan(context.Outbox));
                return result;
            },
            cancellation);

    public async Task<T> AlongsideAsync<TWritten, T>(Func<ValueTask<T>> write, Action<ControlPlane, TWritten> then)
    {
        writer.Companion = (session, result) =>
        {
            if (result is not TWritten written) return;
            using var context = Over(session);
            then(context, written);
            context.SaveChanges();
        };
        // Async, so that the companion is this call's and its callees' alone, and over when it returns.
        return await write().ConfigureAwait(false);
    }

    public Task<T> ReadAsync<T>(Func<ControlPlane, T> work, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(readers.ReadAtOnce(session =>
        {
            using var context = Over(session);
            return work(context);
        }));
    }

    public ValueTask<bool> IsEmptyAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return new(readers.Read(static session => session.Scalar("SELECT EXISTS (SELECT 1 FROM organisation)") == 0));
    }

    /// <summary>The model over a connection that somebody else keeps.</summary>
    internal static ControlPlane Over(SqliteSession session)
    {
        var context = new ControlPlane(new DbContextOptionsBuilder<ControlPlane>().UseSqlite(session.Connection).Options);
        // The transaction is the session's; a failure is undone to the session's savepoint, so EF needs none of its own.
        context.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
        return context;
    }
}
