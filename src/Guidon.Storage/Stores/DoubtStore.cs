using Guidon.Delivery.Doubts;

namespace Guidon.Storage.Stores;

/// <summary>Doubtful events, and those of which the receiver has the state.</summary>
internal sealed class DoubtStore(IStoreWriter writer, IStoreReaders readers) : IDoubtStore
{
    private const string InsertDoubt =
        "INSERT INTO doubtful_event (destination_id, sequence, since) VALUES (@id, @sequence, @since) ON CONFLICT DO NOTHING";

    private const string InsertTold = "INSERT INTO told_event (destination_id, sequence) VALUES (@id, @sequence) ON CONFLICT DO NOTHING";

    private const string Settled = " WHERE destination_id = @id AND sequence <= (SELECT cursor FROM destination_ledger WHERE destination_id = @id)";

    private const string DeleteSettled = "DELETE FROM doubtful_event" + Settled;

    private const string DeleteSettledTold = "DELETE FROM told_event" + Settled;

    private const string DeleteDoubt = "DELETE FROM doubtful_event WHERE destination_id = @id AND sequence = @sequence";

    private const string SetReturned = "UPDATE returned_event SET may_be_taken = @taken WHERE destination_id = @id AND sequence = @sequence";

    private const string SelectDoubts =
        """
        SELECT sequence, since FROM doubtful_event
        WHERE destination_id = @id AND sequence > (SELECT cursor FROM destination_ledger WHERE destination_id = @id)
        """;

    private const string SelectTold =
        "SELECT sequence FROM told_event WHERE destination_id = @id AND sequence > (SELECT cursor FROM destination_ledger WHERE destination_id = @id)";

    public async ValueTask KeepAsync(int destinationId, IReadOnlyList<long> sequences, DateTimeOffset since, CancellationToken cancellation) =>
        await writer.RunAsync(
            session =>
            {
                session.Command(DeleteSettled).With("@id", destinationId).ExecuteNonQuery();
                var insert = session.Command(InsertDoubt).With("@id", destinationId).With("@since", StoreTime.ToMicroseconds(since));
                foreach (var sequence in sequences) insert.With("@sequence", sequence).ExecuteNonQuery();
                return sequences.Count;
            },
            cancellation).ConfigureAwait(false);

    public async ValueTask ForgetAsync(int destinationId, IReadOnlyList<long> sequences, CancellationToken cancellation) =>
        await writer.RunAsync(
            session => sequences.Sum(sequence =>
                session.Command(DeleteDoubt).With("@id", destinationId).With("@sequence", sequence).ExecuteNonQuery()),
            cancellation).ConfigureAwait(false);

    public async ValueTask SetReturnedAsync(int destinationId, IReadOnlyList<long> sequences, bool mayBeTaken, CancellationToken cancellation) =>
        await writer.RunAsync(
            session => sequences.Sum(sequence =>
                session.Command(SetReturned).With("@id", destinationId).With("@sequence", sequence).With("@taken", mayBeTaken ? 1 : 0).ExecuteNonQuery()),
            cancellation).ConfigureAwait(false);

    public async ValueTask KeepToldAsync(int destinationId, IReadOnlyList<long> sequences, CancellationToken cancellation) =>
        await writer.RunAsync(
            session =>
            {
                session.Command(DeleteSettledTold).With("@id", destinationId).ExecuteNonQuery();
                var insert = session.Command(InsertTold).With("@id", destinationId);
                foreach (var sequence in sequences) insert.With("@sequence", sequence).ExecuteNonQuery();
                return sequences.Count;
            },
            cancellation).ConfigureAwait(false);

    public ValueTask<EarlierAttempts> EarlierAsync(int destinationId, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return readers.ReadAtOnceAsync(session =>
        {
            var doubts = new Dictionary<long, DateTimeOffset>();
            using (var rows = session.Command(SelectDoubts).With("@id", destinationId).ExecuteReader())
            {
                while (rows.Read()) doubts.Add(rows.GetInt64(0), StoreTime.FromMicroseconds(rows.GetInt64(1)));
            }

            var told = new HashSet<long>();
            using var states = session.Command(SelectTold).With("@id", destinationId).ExecuteReader();
            while (states.Read()) told.Add(states.GetInt64(0));
            return new EarlierAttempts(doubts, told);
        });
    }
}
