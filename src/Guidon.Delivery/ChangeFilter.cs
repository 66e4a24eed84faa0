using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Guidon.Delivery.Settings;
using Guidon.Events;

namespace Guidon.Delivery;

/// <summary>
/// For destinations that want changes only: tells whether an event says anything that its identity's last one did not. The last one
/// is the nearest event before it in the window or, when there is none, the last that was delivered, which the store keeps with the
/// cursor. So a restart changes nothing: also another build decides about what may have been sent already as the one before did, and tells everything anew behind that.
/// Owned by one pump's loop.
/// </summary>
internal sealed class ChangeFilter(int destinationId, Integration integration, SettingsValues values, IDeliveryStore store, ISettingsProtector protector)
{
    private readonly byte[] _salt = Salt(integration, values);
    private (byte[]? Salt, long To) _earlier;
    private readonly Dictionary<UInt128, (UInt128 State, long Sequence)> _ahead = [];   // mapped, and not behind the cursor yet
    private readonly Queue<(UInt128 Identity, long Sequence)> _order = new();

    /// <summary>The filter of a destination; <see langword="null"/> when it wants every evaluation.</summary>
    internal static ChangeFilter? Of(int destinationId, Integration integration, SettingsValues values, DeliveryTools tools) =>
        values.Text(DeliverSetting.Name) == DeliverSetting.OnChange ? new ChangeFilter(destinationId, integration, values, tools.Store, tools.Protector) : null;

    /// <summary>Starts over: what was mapped will be mapped again. Before anything is sent it is written down where another salt begins.</summary>
    internal async ValueTask RewindAsync(CancellationToken cancellation)
    {
        _ahead.Clear();
        _order.Clear();
        var salts = await store.MarkSaltsAsync(destinationId, cancellation).ConfigureAwait(false);
        if (Open(salts.Salt) is not { } salt || !_salt.AsSpan().SequenceEqual(salt))
            salts = await store.ChangeSaltAsync(destinationId, protector.Protect(_salt), cancellation).ConfigureAwait(false);
        _earlier = (Open(salts.Earlier), salts.EarlierTo);
    }

    /// <summary>The mark of an event that tells something new; <see langword="null"/> when it is unchanged.</summary>
    /// <param name="happened">The events of one identity come in the order of the log.</param>
    /// <param name="cursor">Everything up to here is stored; what was parked there does not count as told.</param>
    /// <param name="cancellation">Stops the look-up.</param>
    internal async ValueTask<StateMark?> MarkAsync(EvaluatedEvent happened, long cursor, CancellationToken cancellation)
    {
        Forget(cursor);
        var mark = new StateMark(StateMark.IdentityOf(happened.Identifier), StateOf(happened), happened.Sequence);
        var last = _ahead.TryGetValue(mark.Identity, out var ahead)
            ? ahead.State
            : await store.DeliveredStateAsync(destinationId, mark.Identity, cancellation).ConfigureAwait(false);
        if (last == mark.State) return null;
        _ahead[mark.Identity] = (mark.State, happened.Sequence);
        _order.Enqueue((mark.Identity, happened.Sequence));
        return mark;
    }

    private byte[]? Open(byte[]? salt) => salt is null ? null : protector.Unprotect(salt);

    private void Forget(long cursor)
    {
        while (_order.TryPeek(out var oldest) && oldest.Sequence <= cursor)
        {
            _order.Dequeue();
            if (_ahead.TryGetValue(oldest.Identity, out var ahead) && ahead.Sequence == oldest.Sequence) _ahead.Remove(oldest.Identity);
        }
    }

    private UInt128 StateOf(EvaluatedEvent happened)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(happened.Sequence <= _earlier.To ? _earlier.Salt ?? _salt : _salt);
        foreach (var (row, outcome) in happened.Flags) Append(hash, $"{row.Name}\n{outcome.Enabled}\n{outcome.Value.Json}");
        if (integration.WantsTraits)
        {
            foreach (var trait in happened.Traits) Append(hash, $"{trait.Key}\n{trait.Transient}\n{trait.Value.Json}");
        }

        if (integration.WantsSegments)
        {
            for (var i = 0; i < happened.Segments.Length; i++) Append(hash, $"{happened.Table.Segments[i].Id}\n{happened.Segments[i]}");
        }

        return First(hash.GetHashAndReset());
    }

    // Another project's key, another mapping of values, another mapper: the receiver must be told everything anew.
    private static byte[] Salt(Integration integration, SettingsValues values) =>
        SHA256.HashData([.. BitConverter.GetBytes(integration.MapperVersion), .. values.ToJson()]);

    // Length first: names and values of customers must not be able to run into each other.
    private static void Append(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        hash.AppendData(BitConverter.GetBytes(bytes.Length));
        hash.AppendData(bytes);
    }

    private static UInt128 First(ReadOnlySpan<byte> hash) => BinaryPrimitives.ReadUInt128BigEndian(hash);
}
