using Guidon.Events;
using Guidon.Monitoring.Alerts;
using Guidon.Monitoring.Nodes;
using Guidon.Monitoring.Rules;
using Guidon.Storage.Postgres;
using Npgsql;

namespace Guidon.Storage.Tests;

/// <summary>Of several stores on one database one has the watch, and what a late one found is not written.</summary>
[Trait("Category", "External")]
public sealed class PostgresWatchTests : IAsyncLifetime
{
    private static readonly DateTimeOffset s_at = new(2026, 11, 10, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(15);

    private readonly string _connection = PostgresTestStore.NewDatabase();
    private readonly List<PostgresStorage> _nodes = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
    }

    [Fact]
    public async Task One_has_the_watch_hears_of_the_others_and_hands_it_on_when_it_leaves()
    {
        var (first, second) = (Open(), Open());

        Assert.True((await TakeAsync(first, "one", misses: 3)).IsHeld);
        var follows = await TakeAsync(second, "two");
        var leads = await TakeAsync(first, "one");

        Assert.False(follows.IsHeld || second.Watch.IsHeld);
        Assert.Equal(("one", 3), (Assert.Single(follows.Others).Reading.Name, follows.Others[0].Reading.MetricsMisses));
        Assert.Equal(new DestinationNote(7, "http_503", s_at, true), Assert.Single(Assert.Single(leads.Others).Destinations));
        Assert.True(leads.IsHeld && first.Watch.IsHeld && leads.Looks > follows.Looks);
        await first.Watch.LeaveAsync(default);
        var successor = await TakeAsync(second, "two");
        Assert.True(successor.IsHeld && !first.Watch.IsHeld);
        Assert.Empty(successor.Others);
        Assert.Empty(successor.Lost);
    }

    [Fact]
    public async Task A_silent_node_loses_the_watch_is_missed_and_writes_nothing_when_it_comes_back()
    {
        var (first, second) = (Open(), Open());
        await TakeAsync(first, "one");
        await TakeAsync(second, "two");
        await TakeAsync(first, "one");   // heard of after the other began, which does not stand in for it

        await SilentAsync();
        var taken = await TakeAsync(second, "two");

        Assert.True(taken.IsHeld);
        Assert.Equal(["one"], taken.Lost);
        Assert.Single(await second.Alerts.KeepAsync([Step("firing")], default));
        Assert.Empty(await first.Alerts.KeepAsync([Step("firing")], default));
        Assert.Single(await second.Alerts.OpenAsync(default));
        Assert.False((await TakeAsync(first, "one")).IsHeld);
        Assert.Empty((await TakeAsync(second, "two")).Lost);   // it speaks again
    }

    [Fact]
    public async Task A_node_that_started_after_one_was_lost_stands_in_for_it_and_for_no_other()
    {
        var (first, second, third) = (Open(), Open(), Open());
        await TakeAsync(first, "one");
        await TakeAsync(second, "two");
        await TakeAsync(third, "three");
        await TakeAsync(first, "one");
        await TakeAsync(second, "two");
        await SilentAsync();
        Assert.Equal(2, (await TakeAsync(third, "three")).Lost.Count);

        await TakeAsync(Open(), "four");

        Assert.Single((await TakeAsync(third, "three")).Lost);
    }

    [Fact]
    public async Task What_a_person_decides_by_way_of_another_node_is_written_and_not_undone()
    {
        var (first, second) = (Open(), Open());
        await TakeAsync(first, "one");
        await TakeAsync(second, "two");
        var fired = Assert.Single(await first.Alerts.KeepAsync([Step("firing")], default));

        await second.Alerts.KeepAsync([new AlertStep(fired with { SilencedUntil = s_at.AddHours(1) }, "silenced", s_at, "ann")], default);
        await second.Alerts.KeepAsync([new AlertStep(fired with { AcknowledgedBy = "ann" }, AlertStep.Acknowledged, s_at, "ann")], default);
        await first.Alerts.KeepAsync([new AlertStep(fired with { Summary = "worse" }, "firing", s_at.AddMinutes(1))], default);

        var open = Assert.Single(await first.Alerts.OpenAsync(default));
        Assert.Equal((s_at.AddHours(1), "ann", "worse"), (open.SilencedUntil, open.AcknowledgedBy, open.Summary));
    }

    [Fact]
    public async Task Who_lost_the_watch_tells_nobody()
    {
        var (first, second) = (Open(), Open());
        await TakeAsync(first, "one");
        await SilentAsync();
        Assert.True((await TakeAsync(second, "two")).IsHeld);
        NewEvent[] alert = [new(Guid.NewGuid(), EventKind.AlertChanged, EventStream.OfAlerts(1), 0, s_at, new byte[] { 1 })];

        Assert.Equal(0, await first.EventLog.AppendAsync(alert, default));
        Assert.Empty(await first.EventLog.ReadAsync(EventStream.OfAlerts(1), 0, 10, default));

        Assert.Equal(1, await second.EventLog.AppendAsync(alert, default));
    }

    private PostgresStorage Open()
    {
        var node = PostgresTestStore.Open(_connection);
        _nodes.Add(node);
        return node;
    }

    private static async Task<WatchTurn> TakeAsync(PostgresStorage node, string name, int misses = 0) => await node.Watch.TakeAsync(
        new NodeReport(new NodeReading { Name = name, MetricsMisses = misses }, name == "two" ? [new DestinationNote(7, "http_503", s_at, true)] : []), s_pause, default);

    // As if everybody had been silent for two minutes.
    private async Task SilentAsync()
    {
        await using var connection = new NpgsqlConnection(_connection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "UPDATE watch SET held_until = held_until - interval '2 minutes'; UPDATE watch_node SET seen_at = seen_at - interval '2 minutes', started_at = started_at - interval '2 minutes'", connection);
        await command.ExecuteNonQueryAsync();
    }

    private static AlertStep Step(string what) => new(
        new Alert { Rule = "CanaryLost", DestinationId = 7, Integration = "heap", State = AlertState.Firing, Summary = "lost", StartedAt = s_at, SeenAt = s_at, FiredAt = s_at }, what, s_at);
}
