using Guidon.Delivery;
using Guidon.Delivery.Replays;
using Guidon.Events;

namespace Guidon.Server.Tests.Monitoring.FailPoints;

/// <summary>
/// Where an event could be lost on its way, in the order of the way. The product has no switch for any of it: ports are wrapped in front of the real
/// store, and statements of the store meet a trigger that a test wrote into its database.
/// </summary>
internal static class FailPointList
{
    private const string Residual = "LedgerGap";
    private const string Findings = "StoreFindings";

    internal static IReadOnlyDictionary<string, FailPoint> All { get; } = new Dictionary<string, FailPoint>
    {
        ["the intake hands a group to the log and leaves one event behind"] = new("IntakeGap") { Log = LosesWhatIsAppended() },
        ["the log does not insert an event"] = new(Residual) { Trigger = Once("BEFORE INSERT ON event", "NEW.sequence = 5000", "SELECT RAISE(IGNORE)") },
        ["the log inserts an event and does not count it as accepted"] = new(Residual) { Trigger = Miscounted("accepted", 5_000) },
        ["the log files an event under another environment"] = new(Residual)
        {
            Trigger = Once("AFTER INSERT ON event", "NEW.sequence = 5000", "UPDATE event SET environment_id = 999 WHERE sequence = NEW.sequence"),
        },
        ["the log keeps an event without its flag table"] = new(Findings) { Then = bench => bench.ExecuteAsync("DELETE FROM flag_table WHERE id = (SELECT MAX(id) FROM flag_table)") },
        ["the pump reads a page and does not see one event"] = new(Residual) { Log = LosesWhatIsRead() },
        ["a lane settles one event less than it delivered"] = new(Residual) { Deliveries = LosesProgress(progress => progress with { Delivered = progress.Delivered - 1 }) },
        ["a lane forgets an event that a policy withheld"] = new(Residual) { Deliveries = LosesProgress(progress => progress with { Filtered = Math.Max(0, progress.Filtered - 1) }, progress => progress.Filtered > 0) },
        ["a lane forgets an event that was to be parked"] = new(Residual) { Deliveries = LosesProgress(progress => progress with { Parked = [.. progress.Parked.Skip(1)] }, progress => progress.Parked.Count > 0) },
        ["the cursor goes one event too far"] = new(Residual) { Deliveries = LosesProgress(progress => progress with { CursorTo = progress.CursorTo + 1 }, progress => progress.CursorTo < 9_000) },
        ["the cursor's statement goes one event too far"] = new(Residual)
        {
            Trigger = Once("AFTER UPDATE OF cursor ON destination_ledger", "NEW.cursor < 9000", "UPDATE destination_ledger SET cursor = cursor + 1"),
        },
        ["the ledger does not count a delivered event"] = new(Residual) { Trigger = Miscounted("delivered", 5_000) },
        ["the ledger does not count a filtered event"] = new(Residual) { Trigger = Miscounted("filtered", 1) },
        ["a parked event is not kept"] = new(Residual) { Trigger = Once("BEFORE INSERT ON parked_event", "TRUE", "SELECT RAISE(IGNORE)") },
        ["a parked event is thrown away"] = new(Residual) { Then = bench => bench.ExecuteAsync("DELETE FROM parked_event WHERE sequence = (SELECT MIN(sequence) FROM parked_event)") },
        ["a retried event is no longer parked and not returned either"] = new(Residual)
        {
            Trigger = Once("AFTER INSERT ON returned_event", "TRUE", "DELETE FROM returned_event WHERE sequence = NEW.sequence"),
            Then = bench => bench.RetryParkedAsync(),
        },
        ["a returned event is settled and not counted"] = new(Residual) { Then = ThenAsync("delivered", bench => bench.RetryParkedAsync()) },
        ["a cancelled event is not counted"] = new(Residual) { Then = ThenAsync("cancelled", bench => bench.CancelParkedAsync()) },
        ["a cancelled event leaves no record"] = new(Findings)
        {
            Trigger = Once("AFTER INSERT ON cancelled_event", "TRUE", "DELETE FROM cancelled_event WHERE sequence = NEW.sequence"),
            Then = bench => bench.CancelParkedAsync(),
        },
        ["a replay takes an event and does not send it"] = new(Findings)
        {
            Trigger = Once("AFTER INSERT ON returned_event", "NEW.sequence > 1000", "DELETE FROM returned_event WHERE sequence = NEW.sequence"),
            Then = bench => bench.ReplayAsync(ReplayMode.RemapAll),
        },
        ["a replay forgets what became of an event"] = new(Findings)
        {
            Trigger = Once("AFTER UPDATE OF events ON replay_outcome", "NEW.events > 1000", "UPDATE replay_outcome SET events = events - 1 WHERE events = NEW.events"),
            Then = bench => bench.ReplayAsync(ReplayMode.RemapAll),
        },
        ["retention drops an event that a destination waits for"] = new(Residual) { Then = DropAsync("(SELECT MAX(sequence) FROM event)") },
        ["retention drops an event that is parked"] = new(Findings) { Then = DropAsync("(SELECT MIN(sequence) FROM parked_event)") },
        ["retention drops an event and does not count it"] = new(Findings) { Then = bench => bench.ExecuteAsync("DELETE FROM event WHERE sequence = 1") },
        ["retention ends an event and does not count it as expired"] = new(Residual) { Then = ThenAsync("expired", ExpireAsync) },
        ["a destination is deleted and one of its events is not cancelled"] = new(Findings)
        {
            Then = ThenAsync("cancelled", async bench =>
            {
                await bench.WaitingAsync(10);
                await bench.DeleteAsync();
            }),
        },
    };

    // A count that passes a number is one too low from there on.
    private static string Miscounted(string column, int at) =>
        Once($"AFTER UPDATE OF {column} ON destination_ledger", $"NEW.{column} > OLD.{column} AND NEW.{column} >= {at}", $"UPDATE destination_ledger SET {column} = {column} - 1");

    private static string Once(string when, string condition, string loses) =>
        $"""
        CREATE TABLE lost_once (event INTEGER);
        CREATE TRIGGER lost {when} WHEN {condition} AND NOT EXISTS (SELECT 1 FROM lost_once)
        BEGIN INSERT INTO lost_once VALUES (1); {loses}; END
        """;

    private static Func<IEventLog, IEventLog> LosesWhatIsAppended()
    {
        var appended = 0;
        return log => LossyPort.In(log, nameof(IEventLog.AppendAsync), arguments =>
        {
            var events = (ReadOnlyMemory<NewEvent>)arguments[0]!;
            var before = appended;
            appended += events.Length;
            if (before < FailPointBench.Events / 2 && appended >= FailPointBench.Events / 2) arguments[0] = events[1..];
        });
    }

    private static Func<IEventLog, IEventLog> LosesWhatIsRead() => log => LossyPort.Out<IEventLog, IReadOnlyList<LoggedEvent>>(
        log, nameof(IEventLog.ReadAsync), events => [.. events.Where(logged => logged.Sequence != FailPointBench.Events / 2)]);

    private static Func<IDeliveryStore, IDeliveryStore> LosesProgress(Func<DeliveryProgress, DeliveryProgress> loses, Func<DeliveryProgress, bool>? at = null)
    {
        var isDone = false;
        return store => LossyPort.In(store, nameof(IDeliveryStore.CommitAsync), arguments =>
        {
            var progress = (DeliveryProgress)arguments[0]!;
            if (isDone || at?.Invoke(progress) == false) return;
            (isDone, arguments[0]) = (true, loses(progress));
        });
    }

    private static Func<FailPointBench, Task> ThenAsync(string column, Func<FailPointBench, Task> act) => async bench =>
    {
        await bench.ExecuteAsync(Miscounted(column, 0));
        await act(bench);
    };

    // As retention would with a wrong idea of what is needed: it counts what it drops.
    private static Func<FailPointBench, Task> DropAsync(string sequence) => async bench =>
    {
        await bench.WaitingAsync(10);
        await bench.ExecuteAsync($"UPDATE row_ledger SET removed = removed + 1 WHERE name = 'event'; DELETE FROM event WHERE sequence = {sequence}");
    };

    private static async Task ExpireAsync(FailPointBench bench)
    {
        await bench.WaitingAsync(10);
        var late = bench.Now.AddDays(40);
        Assert.NotNull(await bench.Retention.NoticeAsync(bench.Destination, 1, late, late, default));
        Assert.Equal(10, await bench.Retention.ExpireAsync(bench.Destination, late, late, 30, late, 100, default));
    }
}
