using Guidon.Events;

namespace Guidon.Delivery.Tests;

/// <summary>What a window says was told to a receiver.</summary>
public sealed class DeliveryWindowTests
{
    private static readonly DateTimeOffset s_at = new(2026, 11, 26, 6, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_state_that_was_left_out_for_a_newer_one_was_not_told()
    {
        var window = new DeliveryWindow(cursor: 0, recordsMax: 10);
        var (older, newer) = (Waiting(1, state: 7), Waiting(2, state: 8));
        window.Add(older);
        window.Add(newer);

        var batch = window.Take(new BatchLimits(10, 10, 1_000), freshFirst: false, isProbe: false, lateBefore: s_at.AddMinutes(1));
        Assert.Equal([1, 2], batch!.RecordCounts.AsEnumerable());   // of the older one the history alone
        window.Settle(older, EventState.Delivered);
        window.Park(newer, "refused", "", mapperVersion: 1, s_at);

        Assert.Equal((1, 1), (window.Progress(1)!.Delivered, window.Progress(1)!.Parked.Count));
        Assert.Empty(window.Progress(1)!.Marks);
    }

    private static PendingEvent Waiting(long sequence, UInt128 state) => PendingEvent.Waiting(
        new LoggedEvent(sequence, Guid.NewGuid(), EventKind.IdentityEvaluated, 1, 1, s_at, default), Guid.NewGuid(), s_at, "alice",
        Mapping.Mapped("\"state\""u8.ToArray(), "\"history\""u8.ToArray()) with { States = 1 }, new StateMark(1, state, sequence));
}
