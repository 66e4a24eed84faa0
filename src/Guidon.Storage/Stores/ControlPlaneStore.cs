using System.Runtime.InteropServices;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Storage.Stores;

/// <summary>The control plane: its transactions go through the one writer, its reads through reading connections.</summary>
internal sealed class ControlPlaneStore(IStoreWriter writer, IStoreReaders readers, IEventAppend log, TimeProvider time) : IControlPlaneStore
{
    public Task<T> WriteAsync<T>(Func<ControlPlane, T> work, CancellationToken cancellation) =>
        writer.RunAsync(
            session =>
            {
                using var context = Over(session);
                var result = work(context);
                Save(session, context);
                return result;
            },
            cancellation);

    public async Task<T> WriteTogetherAsync<T>(Func<ControlPlane, T> work, CancellationToken cancellation)
    {
        var (result, _) = await writer.RunTogetherAsync(
            session =>
            {
                using var context = Over(session);
                var result = work(context);
                Save(session, context);
                return (result, context.Unpublished);
            },
            static written => written.Unpublished,
            Publish,
            cancellation).ConfigureAwait(false);
        return result;
    }

    // A context of its own, since each work has had one.
    private void Publish(IStoreSession session, IReadOnlySet<int> environmentIds)
    {
        using var context = Over(session);
        EnvironmentPublisher.Publish(context, environmentIds, time.GetUtcNow());
    }

    public async Task<T> AlongsideAsync<TWritten, T>(Func<ValueTask<T>> write, Action<ControlPlane, TWritten> then)
    {
        writer.Companion = (session, result) =>
        {
            if (result is not TWritten written) return;
            using var context = Over(session);
            then(context, written);
            Save(session, context);
        };
        // Async, so that the companion is this call's and its callees' alone, and over when it returns.
        return await write().ConfigureAwait(false);
    }

    public Task<T> ReadAsync<T>(Func<ControlPlane, T> work, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return readers.ReadAtOnceAsync(session =>
        {
            using var context = Over(session);
            return work(context);
        }).AsTask();
    }

    public ValueTask<DateTimeOffset?> NextVersionAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return readers.ReadAsync(static session =>
            session.Command("SELECT MIN(live_from) FROM feature_version WHERE number IS NULL AND live_from IS NOT NULL").ExecuteScalar() is long due ? StoreTime.FromMicroseconds(due) : (DateTimeOffset?)null);
    }

    public ValueTask<bool> IsEmptyAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return readers.ReadAsync(static session => session.Scalar("SELECT COUNT(*) FROM (SELECT id FROM organisation LIMIT 1) one") == 0);
    }

    private void Save(IStoreSession session, ControlPlane context)
    {
        context.SaveChanges();
        if (context.Outbox.Count > 0) log.Append(session, CollectionsMarshal.AsSpan(context.Outbox));
    }

    /// <summary>The model over a connection that somebody else keeps.</summary>
    internal static ControlPlane Over(IStoreSession session)
    {
        var context = new ControlPlane(session.ControlPlaneOptions()) { Destinations = new PlaneDestinations(session) };
        // The transaction is the session's; a failure is undone to the session's savepoint, so EF needs none of its own.
        context.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
        return context;
    }
}
