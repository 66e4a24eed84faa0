using System.Data.Common;
using Guidon.Delivery.Replays;
using Guidon.Events;

namespace Guidon.Storage.Stores;

/// <summary>
/// What stays in the log while a newer event of its identity leaves it: marked in the transaction that drops the newer one, since nothing else says
/// afterwards that there was one. Follows one walk of retention at a time; used in the writer's turn only.
/// </summary>
internal sealed class OutdatedEvents
{
    /// <summary>In column <c>outdated</c>: all newer events that have left the log told the same. 0 while none has left it.</summary>
    internal const int BySame = 1;

    private const int ByOther = 2;

    /// <summary>Events that stay and are followed, per walk; about 60 MB when there are so many. What stays beyond them is not marked.</summary>
    private const int FollowedMax = 500_000;

    private const string SelectStayed =
        """
        SELECT sequence, kind, flag_table_id, payload FROM event
        WHERE environment_id = @environment AND sequence > @after AND sequence <= @to AND outdated < 2 ORDER BY sequence
        """;

    private const string MarkOne = "UPDATE event SET outdated = @how WHERE sequence = @sequence AND outdated < @how";

    private readonly Dictionary<UInt128, List<LoggedIdentity>> _stayed = [];
    private int _stream;
    private long _to;
    private int _followed;

    /// <summary>Reads sequence, kind, flag table and payload; <see langword="null"/> for what sets no state of an identity.</summary>
    internal static LoggedIdentity? Read(DbDataReader row) =>
        (EventKind)row.GetByte(1) == EventKind.IdentityEvaluated && LoggedIdentity.Of(row.GetInt64(0), row.GetInt64(2), (byte[])row[3], isOut: false) is { Identity: not null } of
            ? of
            : null;

    /// <summary>One step of a walk, inside the caller's transaction.</summary>
    /// <param name="session">The caller's.</param>
    /// <param name="stream">Whose events.</param>
    /// <param name="after">Where the step began, exclusive; a walk begins at 0.</param>
    /// <param name="to">Where it ended, inclusive.</param>
    /// <param name="dropped">What has left the log in it.</param>
    internal void Mark(IStoreSession session, int stream, long after, long to, List<LoggedIdentity> dropped)
    {
        if (after == 0 || stream != _stream || after != _to) Begin(session, stream, after);
        _to = to;
        var steps = dropped.Select(of => (Of: of, IsDropped: true)).Concat(Stayed(session, after, to).Select(of => (Of: of, IsDropped: false)));
        foreach (var (of, isDropped) in steps.OrderBy(step => step.Of.Sequence))
        {
            if (isDropped) Outdate(session, of);
            else Follow(of);
        }
    }

    // A walk that does not go on where the last one stood, also a step that is done again, has yet to see what stayed before it.
    private void Begin(IStoreSession session, int stream, long after)
    {
        _stayed.Clear();
        (_stream, _followed) = (stream, 0);
        foreach (var of in Stayed(session, after: 0, to: after)) Follow(of);
    }

    private List<LoggedIdentity> Stayed(IStoreSession session, long after, long to)
    {
        var stayed = new List<LoggedIdentity>();
        if (to <= after) return stayed;
        using var rows = session.Command(SelectStayed).With("@environment", _stream).With("@after", after).With("@to", to).ExecuteReader();
        while (rows.Read())
        {
            if (Read(rows) is { } of) stayed.Add(of);
        }

        return stayed;
    }

    private void Follow(in LoggedIdentity of)
    {
        if (_followed == FollowedMax || of.Identity is not { } identity) return;
        _followed++;
        if (_stayed.TryGetValue(identity, out var earlier)) earlier.Add(of);
        else _stayed.Add(identity, [of]);
    }

    private void Outdate(IStoreSession session, LoggedIdentity by)
    {
        if (by.Identity is not { } identity || !_stayed.TryGetValue(identity, out var earlier)) return;
        var mark = session.Command(MarkOne);
        foreach (var of in earlier) mark.With("@sequence", of.Sequence).With("@how", of.Content == by.Content ? BySame : ByOther).ExecuteNonQuery();
        _followed -= earlier.RemoveAll(of => of.Content != by.Content);   // nothing more can be said of them
        if (earlier.Count == 0) _stayed.Remove(identity);
    }
}
