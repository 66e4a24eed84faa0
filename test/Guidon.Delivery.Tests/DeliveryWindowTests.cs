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

    [Fact]
    public void An_older_state_is_left_out_when_the_receiver_has_the_newer_one_and_not_its_history()
    {
        var window = new DeliveryWindow(cursor: 0, recordsMax: 10);
        var (older, newer) = (Waiting(1, state: 7), Waiting(2, state: 8));
        window.Add(older);
        window.Add(newer);
        var batch = Take(window);

        window.NoteStates(batch, BatchVerdict.Hold("unauthorized") with { Records = [RecordVerdict.SendAgain, RecordVerdict.SendAgain, RecordVerdict.Delivered, RecordVerdict.SendAgain] });
        window.Release(batch, s_at);

        Assert.Equal([1, 2], Take(window).RecordCounts.AsEnumerable());
        Assert.Equal([2], window.ToldAhead());
        window.KeptTold();
        Assert.Empty(window.ToldAhead());
    }

    [Fact]
    public void What_is_settled_in_order_leaves_nothing_to_keep()
    {
        var window = new DeliveryWindow(cursor: 0, recordsMax: 10);
        PendingEvent[] all = [Waiting(1, state: 7), Waiting(2, state: 8)];
        foreach (var pending in all) window.Add(pending);
        window.Release(Take(window), s_at);
        foreach (var pending in all) window.Settle(pending, EventState.Delivered);

        window.Advance(2);

        Assert.Empty(window.ToldAhead());
    }

    private static Batch Take(DeliveryWindow window) =>
        window.Take(new BatchLimits(10, 10, 1_000), freshFirst: false, isProbe: false, lateBefore: DateTimeOffset.MinValue)!;

    private static PendingEvent Waiting(long sequence, UInt128 state) => PendingEvent.Waiting(
        new LoggedEvent(sequence, Guid.NewGuid(), EventKind.IdentityEvaluated, 1, 1, s_at, default), Guid.NewGuid(), s_at, "alice",
        Mapping.Mapped("\"state\""u8.ToArray(), "\"history\""u8.ToArray()) with { States = 1 }, new StateMark(1, state, sequence));
}
