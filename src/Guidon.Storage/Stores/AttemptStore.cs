using Guidon.Delivery.Attempts;

namespace Guidon.Storage.Stores;

/// <summary>The ring of attempts.</summary>
internal sealed class AttemptStore(IStoreWriter writer, IStoreReaders readers) : IAttemptStore
{
    private const int RingMax = 100;
    private static readonly TimeSpan s_ageMax = TimeSpan.FromDays(7);

    private const string InsertAttempt =
        """
        INSERT INTO attempt (destination_id, mapper_version, at, milliseconds, events, sequence, event_id, verdict, reason, status, records, answer, digest)
        VALUES (@destination, @mapper, @at, @milliseconds, @events, @sequence, @event, @verdict, @reason, @status, @records, @answer, @digest)
        """;

    private const string DeleteOld =
        """
        DELETE FROM attempt WHERE destination_id = @destination AND mapper_version = @mapper AND (at < @oldest OR id <= (
            SELECT id FROM attempt WHERE destination_id = @destination AND mapper_version = @mapper ORDER BY id DESC LIMIT 1 OFFSET @max))
        """;

    private const string SelectLastErased =
        """
        SELECT MAX(sequence) FROM event
        WHERE kind = 255 AND environment_id = (SELECT environment_id FROM destination WHERE id = @destination)
        """;

    private const string SelectIsErased = "SELECT COUNT(*) FROM event WHERE sequence = @sequence AND kind = 255";

    private const string SelectAttempts =
        $"""
        SELECT destination_id, mapper_version, at, milliseconds, events, sequence, event_id, verdict, reason, status, records, answer, digest
        FROM attempt
        WHERE (@destination IS NULL OR destination_id = @destination)
            AND (@organisation IS NULL OR destination_id IN ({DestinationOwnership.OwnedIds}))
        ORDER BY id DESC LIMIT @max
        """;

    public async ValueTask KeepAsync(IReadOnlyList<AttemptEntry> attempts, CancellationToken cancellation)
    {
        if (attempts.Count == 0) return;
        await writer.RunAsync(session => Keep(session, attempts), cancellation).ConfigureAwait(false);
    }

    public ValueTask<IReadOnlyList<AttemptEntry>> RecentAsync(int destinationId, int attemptsMax, CancellationToken cancellation) =>
        SelectAsync(null, destinationId, attemptsMax, cancellation);

    public ValueTask<IReadOnlyList<AttemptEntry>> RecentOfAsync(
        int organisationId, int? destinationId, int attemptsMax, CancellationToken cancellation) =>
        SelectAsync(organisationId, destinationId, attemptsMax, cancellation);

    private static int Keep(IStoreSession session, IReadOnlyList<AttemptEntry> attempts)
    {
        foreach (var each in attempts.Select(attempt => Forgetting(session, attempt)))
        {
            session.Command(InsertAttempt)
                .With("@destination", each.DestinationId).With("@mapper", each.MapperVersion)
                .With("@at", StoreTime.ToMicroseconds(each.At)).With("@milliseconds", (long)each.Duration.TotalMilliseconds)
                .With("@events", each.Events).With("@sequence", each.Sequence).With("@event", each.EventId.ToByteArray(bigEndian: true))
                .With("@verdict", each.Verdict).With("@reason", each.Reason).With("@status", each.Status)
                .With("@records", each.Records).With("@answer", each.Answer).With("@digest", each.Digest)
                .ExecuteNonQuery();
        }

        foreach (var ring in attempts.GroupBy(each => (each.DestinationId, each.MapperVersion)))
        {
            session.Command(DeleteOld)
                .With("@destination", ring.Key.DestinationId).With("@mapper", ring.Key.MapperVersion)
                .With("@oldest", StoreTime.ToMicroseconds(ring.Max(each => each.At) - s_ageMax)).With("@max", RingMax)
                .ExecuteNonQuery();
        }

        return attempts.Count;
    }

    // Erased since it was sent. The answer to a batch may name any of its events, so one that was erased behind the first is enough.
    private static AttemptEntry Forgetting(IStoreSession session, AttemptEntry attempt)
    {
        var last = session.Command(SelectLastErased).With("@destination", attempt.DestinationId).ExecuteScalar() as long? ?? 0;
        if (last < attempt.Sequence) return attempt;
        var isFirst = session.Command(SelectIsErased).With("@sequence", attempt.Sequence).ExecuteScalar() is > 0L;
        return attempt with { Records = isFirst ? "" : attempt.Records, Digest = isFirst ? "" : attempt.Digest, Answer = isFirst || attempt.Events > 1 ? "" : attempt.Answer };
    }

    private ValueTask<IReadOnlyList<AttemptEntry>> SelectAsync(int? organisationId, int? destinationId, int attemptsMax, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return readers.ReadAsync<IReadOnlyList<AttemptEntry>>(session => Attempts(session.Command(SelectAttempts)
            .With("@organisation", organisationId).With("@destination", destinationId).With("@max", attemptsMax)));
    }

    private static List<AttemptEntry> Attempts(StoreCommand command)
    {
        using var rows = command.ExecuteReader();
        var attempts = new List<AttemptEntry>();
        while (rows.Read())
        {
            attempts.Add(new AttemptEntry
            {
                DestinationId = rows.GetInt32(0),
                MapperVersion = rows.GetInt32(1),
                At = StoreTime.FromMicroseconds(rows.GetInt64(2)),
                Duration = TimeSpan.FromMilliseconds(rows.GetInt64(3)),
                Events = rows.GetInt32(4),
                Sequence = rows.GetInt64(5),
                EventId = new Guid((byte[])rows[6], bigEndian: true),
                Verdict = rows.GetString(7),
                Reason = rows.GetString(8),
                Status = rows.GetInt32(9),
                Records = rows.GetString(10),
                Answer = rows.GetString(11),
                Digest = rows.GetString(12),
            });
        }

        return attempts;
    }
}
