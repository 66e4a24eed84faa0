using System.Text.Json;
using Guidon.Delivery;
using Guidon.Integrations;
using Guidon.Monitoring.Alerts;
using Guidon.Receivers;

namespace Guidon.Server.Tests.Monitoring;

/// <summary>June 2023 at all vendors at once: nine days, seven hours and thirty minutes, strict receivers in the same virtual time, and a list that the traffic wrote.</summary>
public sealed class VendorDrillTests
{
    private const string Key = "key-of-the-project";

    private static readonly TimeSpan s_outage = new(9, 7, 30, 0);
    private static readonly TimeSpan s_alarm = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan s_lagMax = TimeSpan.FromMinutes(15);
    private static readonly string[] s_rules = ["DeliverySilent", "MapperFailing", "CanaryLost"];

    [Fact]
    [Trait("Row", "DRL-01")]
    [Trait("Row", "DRL-05")]
    [Trait("Row", "DRL-06")]
    [Trait("Row", "DRL-07")]
    public async Task A_build_that_breaks_every_mapper_for_nine_days_is_told_by_vendor_and_costs_no_event()
    {
        await using var bench = await MonitoringBench.OpenAsync();
        var receivers = ReceiverHost.All(bench.Clock, Key);
        await using var host = await ReceiverHost.StartAsync(receivers);
        var destinations = new Dictionary<StrictReceiver, int>();
        foreach (var receiver in receivers) destinations[receiver] = await bench.AddAsync(receiver.Name, bench.Environment, Settings(receiver, host));
        var traffic = new DrillTraffic(bench, seed: 7);

        await bench.StartAsync(Catalog.All);
        foreach (var receiver in receivers) receiver.Script(new FaultStep { Mode = FaultMode.CutAfter });   // one attempt of day 0 at each is ambiguous
        await bench.PassAsync(TimeSpan.FromMinutes(2), traffic.MakeAsync);
        Assert.Empty(bench.Loop.Open);

        await bench.DeployAsync([.. Catalog.All.Select(Broken)]);
        await bench.PassAsync(s_alarm, traffic.MakeAsync);
        foreach (var receiver in receivers) AssertTold(bench, receiver.Name);
        for (var hour = 0; hour < s_outage.TotalHours - 1; hour++) await bench.LeapAsync(TimeSpan.FromHours(1), traffic.MakeAsync);

        await bench.DeployAsync(Catalog.All);
        await bench.PassAsync(s_lagMax, traffic.MakeAsync);
        await bench.PassAsync(TimeSpan.FromSeconds(30));
        foreach (var (receiver, id) in destinations) AssertRecovered(receiver, traffic, await bench.Storage.Deliveries.LedgerAsync(id, default));
        Assert.DoesNotContain(bench.Loop.Open, alert => s_rules.Contains(alert.Rule) && alert.State == AlertState.Firing);
    }

    private static Integration Broken(Integration real) =>
        real.SendsChanges || real.SendsAlerts ? real : ChangedMapper.Throwing(real, real.MapperVersion + 1);

    private static (string Name, string Text)[] Settings(StrictReceiver receiver, ReceiverHost host) => receiver.Name == "webhook"
        ? [("url", host.AddressOf(receiver) + "/hook")]
        : [("api_key", Key), ("base_url", host.AddressOf(receiver)), ("app_id", Key), ("send_events", "true")];

    private static void AssertTold(MonitoringBench bench, string vendor)
    {
        var label = $"{vendor} (mapper {Catalog.Find(vendor)!.MapperVersion + 1})";
        var told = bench.Loop.Open.Where(alert => alert.State == AlertState.Firing && alert.Summary.Contains(label, StringComparison.Ordinal)).Select(alert => alert.Rule).ToList();
        Assert.All(s_rules, rule => Assert.True(told.Contains(rule), $"{rule} does not name {label}; told: {string.Join(", ", told)}"));
    }

    private static void AssertRecovered(StrictReceiver receiver, DrillTraffic traffic, LedgerEntry? ledger)
    {
        var made = traffic.Made;
        Assert.True(ledger is { Residual: 0, Pending: 0, Parked: 0 } && ledger.Delivered == made.Count, $"{receiver.Name}: {made.Count} made, {ledger}");
        var rows = receiver.Rows.DistinctBy(row => row.Key.Split('#')[0]).ToList();
        var shown = rows.Select(row => (row.User, Milliseconds(row.ShownAt))).ToHashSet();
        Assert.True(shown.SetEquals(made.Select(each => (each.Identity, Milliseconds(each.At)))), $"{receiver.Name} shows {shown.Count} of {made.Count} evaluations");
        foreach (var lane in rows.GroupBy(row => (row.User, row.Kind)))
            Assert.True(lane.Select(row => row.ShownAt).SequenceEqual(lane.Select(row => row.ShownAt).Order()), $"{receiver.Name}: {lane.Key} came out of order");
        Assert.Equal(1, receiver.ConcurrencyMax);
        Assert.Empty(receiver.Findings);
        Assert.Empty(receiver.Dropped);
        AssertDoubles(receiver, rows, ledger);
        foreach (var last in made.GroupBy(each => each.Identity).Select(each => each.Last())) AssertProfile(receiver, last.Identity, last.Value);
    }

    // What was in doubt on day 0 was sent again, as the policy says, and is listed; nothing else came twice.
    private static void AssertDoubles(StrictReceiver receiver, List<Row> rows, LedgerEntry ledger)
    {
        var recordsMax = rows.GroupBy(row => (row.User, row.ShownAt)).Max(group => group.Count());
        Assert.InRange(ledger.Doubtful, 1, 64);
        Assert.InRange(receiver.Received - rows.Count, 0, ledger.Doubtful * recordsMax);
    }

    private static void AssertProfile(StrictReceiver receiver, string identity, string value)
    {
        if (receiver.Profile(Key, identity) is not { } profile) return;   // a receiver of events only
        var flag = profile.EnumerateObject().Single(property => property.Name.Contains("button", StringComparison.Ordinal)).Value;
        Assert.True(flag.ValueKind == JsonValueKind.String && flag.GetString() == value, $"{receiver.Name}: {identity} has {flag}, and the newest is {value}");
    }

    private static DateTimeOffset Milliseconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}
