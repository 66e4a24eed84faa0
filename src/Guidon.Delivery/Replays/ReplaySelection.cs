using System.Buffers.Binary;
using System.Collections.Frozen;
using Guidon.Events;

namespace Guidon.Delivery.Replays;

/// <summary>Pure. Says whether a replay takes an event; the same for a dry run and for the run.</summary>
/// <param name="request">What was asked for.</param>
/// <param name="mapperVersion">The mapper that is at work now.</param>
internal sealed class ReplaySelection(ReplayRequest request, int mapperVersion)
{
    private readonly ReplayFilter _filter = request.Filter;
    private readonly FrozenSet<Guid> _ids = request.Filter.Ids.ToFrozenSet();

    /// <summary>False when the event's place and outcome already say no, so that it need not be decoded.</summary>
    internal bool MayTake(ReplayCandidate candidate)
    {
        var outcome = candidate.IsCancelled ? "cancelled" : candidate.ParkedReason is null ? "delivered" : "parked";
        if (_filter.Outcome is null ? candidate.IsCancelled : _filter.Outcome != outcome) return false;
        if (request.Mode == ReplayMode.ResendFailed && candidate.MapperVersion != mapperVersion) return false;
        return (_filter.ErrorClass is null || _filter.ErrorClass == candidate.ParkedReason)
            && !(candidate.MapperVersion < _filter.MapperFrom) && !(candidate.MapperVersion > _filter.MapperTo)
            && IsWithin(candidate.Logged.OccurredAt, _filter.OccurredFrom, _filter.OccurredTo)
            && IsWithin(AcceptedAt(candidate.Logged.Id), _filter.AcceptedFrom, _filter.AcceptedTo)
            && (_ids.Count == 0 || _ids.Contains(candidate.Logged.Id));
    }

    /// <summary>Whether the decoded event is one of those; an event that cannot be decoded has neither identity nor flags.</summary>
    internal bool Takes(DecodedEvent decoded) =>
        (_filter.Identity is null || _filter.Identity == Identity(decoded))
        && (_filter.IdentityPrefix is null || Identity(decoded)?.StartsWith(_filter.IdentityPrefix, StringComparison.Ordinal) == true)
        && (_filter.Flag is null || _filter.Flag == decoded.Change?.Feature.Name || decoded.Event?.Flags.Any(flag => flag.Flag.Name == _filter.Flag) == true);

    private static string? Identity(in DecodedEvent decoded) => decoded.Event?.Identifier ?? decoded.Change?.LastState?.Identifier;

    /// <summary>The milliseconds in front of a UUIDv7: when this installation made the event's id.</summary>
    internal static DateTimeOffset AcceptedAt(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(bytes) >>> 16);
    }

    private static bool IsWithin(DateTimeOffset time, DateTimeOffset? from, DateTimeOffset? to) => !(time < from) && !(time >= to);
}
