using System.Security.Cryptography;
using Guidon.Delivery;
using Guidon.Delivery.Replays;

namespace Guidon.Storage.Stores;

/// <summary>
/// What names an identity beside its events: replays that asked for it, marks, and texts of people and receivers. Looked for by its text
/// in every way in which it can be written there.
/// </summary>
/// <param name="environmentId">The environment.</param>
/// <param name="identifier">The identity.</param>
internal sealed class IdentityTraces(int environmentId, string identifier)
{
    private const string OfEnvironment = "destination_id IN (SELECT id FROM destination WHERE owner_environment_id = @environment)";

    private const string DeleteMarks = $"DELETE FROM delivered_state WHERE identity = @identity AND {OfEnvironment}";

    private const string SelectReplays = $"SELECT id, request FROM replay WHERE {OfEnvironment}";

    // The hash goes too: whoever guesses the identity could compute it.
    private const string ReplaceReplay = "UPDATE replay SET request = @request, request_hash = @hash WHERE id = @replay";

    private const string CancelReplay = "UPDATE replay SET state = 2, finished_at = @now WHERE id = @replay AND state IN (0, 1)";

    private const string EmptyAttempts =
        $"UPDATE attempt SET records = '', digest = '', answer = '' WHERE (instr(records, @text) > 0 OR instr(answer, @text) > 0) AND {OfEnvironment}";

    private const int HashBytes = 32;

    private static readonly string[] s_emptyTexts =
    [
        $"UPDATE parked_event SET detail = '' WHERE instr(detail, @text) > 0 AND {OfEnvironment}",
        $"UPDATE returned_event SET detail = '' WHERE instr(detail, @text) > 0 AND {OfEnvironment}",
        $"UPDATE cancelled_event SET reason = '' WHERE instr(reason, @text) > 0 AND {OfEnvironment}",
        "UPDATE destination SET held_reason = '' WHERE instr(held_reason, @text) > 0 AND owner_environment_id = @environment",
        $"UPDATE delivery_notice SET reason = '' WHERE instr(reason, @text) > 0 AND {OfEnvironment}",
    ];

    private readonly string[] _spellings = Spellings.Of(identifier);

    /// <summary>Inside the caller's transaction.</summary>
    internal ErasureReceipt Erase(IStoreSession session, ErasureReceipt receipt, long now) => receipt with
    {
        Marks = receipt.Marks + session.Command(DeleteMarks)
            .With("@identity", DeliveryStore.Bytes(StateMark.IdentityOf(identifier))).With("@environment", environmentId).ExecuteNonQuery(),
        Replays = receipt.Replays + Replays(session).Count(replay => Erase(session, replay.Id, replay.Request, now)),
        Attempts = receipt.Attempts + Each(session, EmptyAttempts),
        Texts = receipt.Texts + s_emptyTexts.Sum(sql => Each(session, sql)),
    };

    private int Each(IStoreSession session, string sql) => _spellings.Sum(text =>
        session.Command(sql).With("@text", text).With("@environment", environmentId).ExecuteNonQuery());

    private List<(int Id, ReplayRequest Request)> Replays(IStoreSession session)
    {
        using var rows = session.Command(SelectReplays).With("@environment", environmentId).ExecuteReader();
        var replays = new List<(int, ReplayRequest)>();
        while (rows.Read()) replays.Add((rows.GetInt32(0), ReplayRequest.FromJson((byte[])rows[1])));
        return replays;
    }

    private bool Erase(IStoreSession session, int replayId, ReplayRequest request, long now)
    {
        var (filter, key) = (request.Filter, request.Key);
        var isAsked = filter.Identity == identifier || filter.IdentityPrefix == identifier;
        if (!isAsked && !key.Contains(identifier, StringComparison.Ordinal)) return false;
        // No identity is empty, so the filter still narrows: to nothing.
        var emptied = isAsked ? filter with { Identity = "", IdentityPrefix = null } : filter;
        var forgotten = request with { Filter = emptied, Key = key.Contains(identifier, StringComparison.Ordinal) ? "" : key };
        session.Command(ReplaceReplay).With("@replay", replayId).With("@request", forgotten.ToJson())
            .With("@hash", RandomNumberGenerator.GetBytes(HashBytes)).ExecuteNonQuery();
        if (isAsked && session.Command(CancelReplay).With("@replay", replayId).With("@now", now).ExecuteNonQuery() > 0)
            ReturnedEventRows.GiveBack(session, replayId);
        return true;
    }
}
