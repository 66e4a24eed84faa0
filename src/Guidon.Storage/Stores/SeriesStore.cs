using System.Data.Common;
using Guidon.Monitoring.Series;

namespace Guidon.Storage.Stores;

/// <summary>Series.</summary>
internal sealed class SeriesStore(IStoreWriter writer, IStoreReaders readers) : ISeriesStore
{
    private const string Columns =
        "destination_id, width, starts_at, accepted, attempts, failures, contradictions, delivered, matured, late, parked, mapper_failures, canaries, canaries_lost, latency, share, withheld";

    private const string DeletePoint = "DELETE FROM series_share WHERE width = @width AND starts_at = @starts AND destination_id = @destination AND share = @share";

    private const string InsertPoint =
        $"""
        INSERT INTO series_share ({Columns}) VALUES (@destination, @width, @starts, @accepted, @attempts, @failures, @contradictions, @delivered,
            @matured, @late, @parked, @mapperFailures, @canaries, @canariesLost, @latency, @share, @withheld)
        """;

    private const string DeleteOld = "DELETE FROM series_share WHERE width = @width AND starts_at < @before";

    private const string SelectPoints = $"SELECT {Columns} FROM series_share WHERE width = @width AND starts_at >= @from ORDER BY starts_at";

    public async ValueTask KeepAsync(
        IReadOnlyList<SeriesPoint> points, DateTimeOffset minutesFrom, DateTimeOffset hoursFrom, CancellationToken cancellation) =>
        await writer.RunAsync(
            session =>
            {
                foreach (var point in points) Keep(session, point);
                Drop(session, TimeSpan.FromMinutes(1), minutesFrom);
                Drop(session, TimeSpan.FromHours(1), hoursFrom);
                return points.Count;
            },
            cancellation).ConfigureAwait(false);

    public ValueTask<IReadOnlyList<SeriesPoint>> ReadAsync(TimeSpan width, DateTimeOffset from, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return readers.ReadAsync(session =>
        {
            using var rows = session.Command(SelectPoints).With("@width", Seconds(width)).With("@from", StoreTime.ToMicroseconds(from)).ExecuteReader();
            var points = new List<SeriesPoint>();
            while (rows.Read()) points.Add(Point(rows));
            return (IReadOnlyList<SeriesPoint>)points;
        });
    }

    private static long Seconds(TimeSpan width) => (long)width.TotalSeconds;

    private static void Keep(IStoreSession session, SeriesPoint point)
    {
        var (width, starts, counts) = (Seconds(point.Width), StoreTime.ToMicroseconds(point.StartsAt), point.Counts);
        session.Command(DeletePoint).With("@width", width).With("@starts", starts).With("@destination", point.DestinationId)
            .With("@share", point.Share).ExecuteNonQuery();
        session.Command(InsertPoint)
            .With("@destination", point.DestinationId).With("@width", width).With("@starts", starts)
            .With("@accepted", counts.Accepted).With("@attempts", counts.Attempts).With("@failures", counts.Failures)
            .With("@contradictions", counts.Contradictions).With("@delivered", counts.Delivered)
            .With("@matured", counts.Matured).With("@late", counts.Late).With("@parked", counts.Parked)
            .With("@mapperFailures", counts.MapperFailures).With("@canaries", counts.Canaries).With("@canariesLost", counts.CanariesLost)
            .With("@latency", point.Latency.Encode()).With("@share", point.Share).With("@withheld", counts.Withheld)
            .ExecuteNonQuery();
    }

    private static void Drop(IStoreSession session, TimeSpan width, DateTimeOffset before) =>
        session.Command(DeleteOld).With("@width", Seconds(width)).With("@before", StoreTime.ToMicroseconds(before)).ExecuteNonQuery();

    private static SeriesPoint Point(DbDataReader row) => new()
    {
        DestinationId = row.GetInt32(0),
        Width = TimeSpan.FromSeconds(row.GetInt64(1)),
        StartsAt = StoreTime.FromMicroseconds(row.GetInt64(2)),
        Counts = new SeriesCounts
        {
            Accepted = row.GetInt64(3),
            Attempts = row.GetInt64(4),
            Failures = row.GetInt64(5),
            Contradictions = row.GetInt64(6),
            Delivered = row.GetInt64(7),
            Matured = row.GetInt64(8),
            Late = row.GetInt64(9),
            Parked = row.GetInt64(10),
            MapperFailures = row.GetInt64(11),
            Canaries = row.GetInt64(12),
            CanariesLost = row.GetInt64(13),
            Withheld = row.GetInt64(16),
        },
        Latency = QuantileSketch.Decode((byte[])row[14]),
        Share = row.GetString(15),
    };
}
