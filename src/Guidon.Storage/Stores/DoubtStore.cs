using Guidon.Delivery.Doubts;

namespace Guidon.Storage.Stores;

/// <summary>Doubtful events.</summary>
internal sealed class DoubtStore(IStoreWriter writer, IStoreReaders readers) : IDoubtStore
{
    private const string InsertDoubt =
        "INSERT INTO doubtful_event (destination_id, sequence, since) VALUES (@id, @sequence, @since) ON CONFLICT DO NOTHING";

    private const string DeleteSettled =
        """
        DELETE FROM doubtful_event
        WHERE destination_id = @id AND sequence <= (SELECT cursor FROM destination_ledger WHERE destination_id = @id)
        """;

    private const string DeleteDoubt = "DELETE FROM doubtful_event WHERE destination_id = @id AND sequence = @sequence";

    private const string SetReturned = "UPDATE returned_event SET may_be_taken = @taken WHERE destination_id = @id AND sequence = @sequence";

    private const string SelectDoubts =
        """
        SELECT sequence, since FROM doubtful_event
        WHERE destination_id = @id AND sequence > (SELECT cursor FROM destination_ledger WHERE destination_id = @id)
        """;

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

    public ValueTask<IReadOnlyDictionary<long, DateTimeOffset>> DoubtsAsync(int destinationId, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return readers.ReadAsync<IReadOnlyDictionary<long, DateTimeOffset>>(session =>
        {
            using var rows = session.Command(SelectDoubts).With("@id", destinationId).ExecuteReader();
            var doubts = new Dictionary<long, DateTimeOffset>();
            while (rows.Read()) doubts.Add(rows.GetInt64(0), StoreTime.FromMicroseconds(rows.GetInt64(1)));
            return doubts;
        });
    }
}
