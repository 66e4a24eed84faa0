using System.Globalization;
using Guidon.Delivery.Replays;
using Guidon.Doubles;
using Guidon.Events;

namespace Guidon.Simulation.Tests;

/// <summary>One seed from the first boot to the last check.</summary>
internal sealed class Scenario(World world)
{
    private static readonly TimeSpan s_drains = TimeSpan.FromHours(5);   // a clock that ran two hours ahead has made events that vendors take in two hours

    private readonly Operators _operators = new(world);

    internal async Task RunAsync()
    {
        world.Boot();
        await world.RunAsync("the first node is up", () => world.Node is { IsUp: true }, TimeSpan.FromMinutes(1));
        var destinations = world.Random.Next(1, 6);
        for (var i = 0; i < destinations; i++)
        {
            var created = _operators.CreateAsync();
            await world.RunAsync("a destination is created", () => created.IsCompleted, TimeSpan.FromMinutes(1));
        }

        world.Faults.AreHealed = false;
        for (var i = 0; i < world.Plan.Events; i++) world.Agenda.Post(Within(), () => _ = ReportAsync());
        for (var i = 0; i < world.Plan.Actions; i++) world.Agenda.Post(Within(), () => _ = _operators.ActAsync());
        await world.PassAsync(Plan.Trouble + TimeSpan.FromSeconds(10));
        await _operators.HealAsync();
        await DrainAsync();
        await new FinalCheck(world).RunAsync();
        await world.EndAsync();
    }

    private TimeSpan Within() => Plan.Trouble * world.Random.NextDouble();

    // An SDK asks for flags; what it is told about the event is all that it knows.
    private async Task ReportAsync()
    {
        if (world.Node is not { IsUp: true } node) return;
        var identity = string.Create(CultureInfo.InvariantCulture, $"id{world.Random.Next(world.Plan.Identities)}");
        var id = node.Ids.Next();
        var environment = world.Random.Next(World.Environments) + 1;
        var result = await node.Intake.AppendAsync(
            new NewEvent(id, EventKind.IdentityEvaluated, environment, node.Table, node.Time.GetUtcNow(), SomeEvents.Payload(identity, world.Random.Next(2))), mayLeave: environment == 1, default);
        if (node.IsDead) return;
        world.Trace.Add($"event of {identity}: {result.Verdict}");
        if (result.IsLeft) return;   // nothing was promised
        (result.IsDurable ? world.Oracle.Acknowledged : world.Oracle.NotStored).Add(id);
    }

    // Nothing is pending, people retry what is parked, nothing is pending again; until nothing is parked either.
    private async Task DrainAsync()
    {
        for (var round = 0; round < 8; round++)
        {
            await DrainOnceAsync();
            if (await ParkedAsync() == 0) return;
            // A clock that ran ahead has made events that vendors refuse until their time has come.
            if (round > 0) await world.PassAsync(TimeSpan.FromMinutes(20) + world.Oracle.AheadOf(world.Agenda.Now));
            await _operators.RetryParkedAsync();
        }

        world.Oracle.Break("events are parked again and again although all is healed");
    }

    private async Task DrainOnceAsync()
    {
        var until = world.Agenda.Now + s_drains.Ticks;
        while (await WaitingAsync() is { } waiting)
        {
            if (world.Agenda.Now > until) throw new BrokenInvariantException($"{s_drains} after all was healed: {waiting}");
            await world.PassAsync(TimeSpan.FromSeconds(5));
        }
    }

    private async Task<string?> WaitingAsync()
    {
        foreach (var destination in await world.Storage.Deliveries.DestinationsAsync(default))
        {
            var ledger = await world.Storage.Deliveries.LedgerAsync(destination.Id, default);
            if (ledger?.Pending != 0) return $"destination {destination.Id} ({destination.State}, {destination.HeldReason}) has {ledger}";
        }

        return await world.Storage.Replays.OpenAsync(default) is [{ } replay, ..]
            ? $"replay {replay.Id} to {replay.Request.DestinationId} is {replay.State} at {replay.Cursor} of {replay.Until}, {replay.Outstanding} outstanding"
            : null;
    }

    private async Task<long> ParkedAsync()
    {
        var parked = 0L;
        foreach (var destination in await world.Storage.Deliveries.DestinationsAsync(default))
            parked += (await world.Storage.Deliveries.LedgerAsync(destination.Id, default))?.Parked ?? 0;
        return parked;
    }
}
