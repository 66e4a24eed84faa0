using Microsoft.EntityFrameworkCore;

namespace Guidon.Storage.Audit;

/// <summary>Numbers of audit records, from one to another, neither of which is among them.</summary>
/// <param name="After">0 for all.</param>
/// <param name="Before"><see cref="long.MaxValue"/> for all.</param>
public sealed record AuditSpan(long After, long Before)
{
    /// <summary>Every record.</summary>
    public static AuditSpan All { get; } = new(0, long.MaxValue);

    /// <summary>
    /// The part of it in which all records of a time lie, and others too when clocks were set back: a record lies behind an earlier one by no more than the
    /// database has noted. Some twenty look-ups for each end.
    /// </summary>
    /// <param name="plane">Where the records are.</param>
    /// <param name="from">The first moment; <see langword="null"/> for all before <paramref name="to"/>.</param>
    /// <param name="to">The moment after; <see langword="null"/> for all since <paramref name="from"/>.</param>
    public AuditSpan Within(ControlPlane plane, DateTimeOffset? from, DateTimeOffset? to)
    {
        ArgumentNullException.ThrowIfNull(plane);
        if (from is null && to is null) return this;
        var behind = plane.Database.SqlQuery<long>($"SELECT behind AS \"Value\" FROM audit_clock WHERE id = 1").Single();
        var (after, before) = (After, Before);
        if (from is { } first) after = Math.Max(after, FirstAt(plane, StoreTime.ToMicroseconds(first) - behind) - 1);
        if (to is { } end) before = Math.Min(before, FirstAt(plane, StoreTime.ToMicroseconds(end) + behind));
        return new AuditSpan(after, before);
    }

    // A record that is not before the time, while the one in front of it is: there may be several, and each of them will do. Between two numbers that
    // are known to be so the next look is in the middle; a number that is missing has the time of the one in front of it.
    private static long FirstAt(ControlPlane plane, long time) => plane.Database.SqlQuery<long>(
        $"""
        WITH RECURSIVE step (low, high) AS (
          SELECT CAST(0 AS BIGINT), (SELECT COALESCE(MAX(id), 0) + 1 FROM audit_record)
          UNION ALL
          SELECT
            CASE WHEN COALESCE((SELECT created_at FROM audit_record WHERE id <= (low + high) / 2 ORDER BY id DESC LIMIT 1), {time} - 1) < {time} THEN (low + high) / 2 ELSE low END,
            CASE WHEN COALESCE((SELECT created_at FROM audit_record WHERE id <= (low + high) / 2 ORDER BY id DESC LIMIT 1), {time} - 1) < {time} THEN high ELSE (low + high) / 2 END
          FROM step WHERE high - low > 1)
        SELECT MIN(high) AS "Value" FROM step
        """).Single();
}
