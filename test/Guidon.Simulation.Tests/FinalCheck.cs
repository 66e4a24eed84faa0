using Guidon.Delivery.Replays;
using Guidon.Events;

namespace Guidon.Simulation.Tests;

/// <summary>What must be so when all is healed and nothing is pending.</summary>
internal sealed class FinalCheck(World world)
{
    internal async Task RunAsync()
    {
        await CheckLogAsync();
        foreach (var expected in world.Oracle.Destinations) await CheckAsync(expected);
        foreach (var site in world.VendorSites)
        {
            foreach (var finding in site.Vendor.Findings.Concat(site.Vendor.Dropped)) world.Oracle.Break($"{site.Vendor.Name} found {finding}");
        }

        await CheckReplaysAsync();
        await world.Oracle.CheckBalancesAsync("everything");
        foreach (var finding in world.Storage.Examine(isWhole: true).Where(finding => finding.Code != "not_durable"))
            world.Oracle.Break($"the doctor found {finding}");
        if (world.Oracle.Broken is { } broken) throw new BrokenInvariantException(broken);
    }

    private async Task CheckLogAsync()
    {
        var ever = world.Oracle.Logged.Values.SelectMany(log => log).Select(each => each.Id).ToHashSet();
        foreach (var id in world.Oracle.Acknowledged.Where(id => !ever.Contains(id))) world.Oracle.Break($"event {id} was acknowledged and was never in the log");
        foreach (var id in world.Oracle.NotStored.Where(ever.Contains)) world.Oracle.Break($"event {id} was refused and was in the log");
        foreach (var environment in world.Oracle.Logged.Keys)
        {
            foreach (var logged in await world.Storage.EventLog.ReadAsync(environment, 0, 10_000, default))
            {
                if (!ever.Contains(logged.Id)) world.Oracle.Break($"event {logged.Id} is in the log and nobody appended it");
            }
        }
    }

    private async Task CheckAsync(Expected expected)
    {
        var own = world.Oracle.Logged[expected.EnvironmentId].Where(each => each.Sequence > expected.From).ToList();
        var ids = own.ToDictionary(each => each.Sequence, each => each.Id);
        foreach (var (sequence, id) in expected.Ids.Where(each => !expected.HasNewKeys && each.Key > expected.From && ids.GetValueOrDefault(each.Key) != each.Value))
            world.Oracle.Break($"{expected.Account}: event {sequence} came as {id}");
        if (expected.IsDeleted) return;
        var ledger = await world.Storage.Deliveries.LedgerAsync(expected.Id, default);
        if (ledger?.Accepted != own.Count) world.Oracle.Break($"{expected.Account}: {own.Count} events were in the log, the ledger has {ledger}");
        var arrived = Vendors.Is(expected.Integration) ? new VendorArrivals(world, expected).Of(own, isWhole: ledger?.Cancelled == 0 && !expected.IsOnChange) : expected.Taken;
        var missing = own.Where(each => !arrived.Contains(each.Sequence) && !IsFiltered(expected, each, own, arrived)).Select(each => each.Sequence).ToList();
        if (missing.Count > ledger?.Cancelled) world.Oracle.Break($"{expected.Account}: never arrived: {string.Join(' ', missing)}; {ledger}");
        if (expected.Integration == SimulatedIntegration.Profile) CheckProfiles(expected, own);
    }

    private void CheckProfiles(Expected expected, List<LoggedEvent> own)
    {
        foreach (var (identity, delivered) in expected.Newest.Where(each => !world.Oracle.Erased.Contains((expected.EnvironmentId, each.Key))))
        {
            var (state, isLate) = expected.Shown.GetValueOrDefault(identity);
            var newest = expected.IsOnChange ? NewestOf(expected, identity, own) ?? delivered : delivered;
            // Whatever people gave up before: it tells what the newest evaluation tells.
            if (expected.IsOnChange && own.FindLast(each => IdentityOf(each) == identity) is { } last && world.Oracle.TellTheSame(expected, state, last.Sequence)) continue;
            if (isLate || expected.Unheard.Contains(newest)) continue;   // docs/reliability.md, what is not promised
            if (expected.GivenUp.Contains(newest) && expected.RefusedTo.ContainsKey(newest)) continue;   // its history was taken and its state refused, then people gave it up
            if (state != newest && !world.Oracle.TellTheSame(expected, state, newest)) world.Oracle.Break($"{expected.Account}: {identity} has the state of {state}, and {newest} was delivered");
        }
    }

    // Where changes alone are told, the newest may have been left out, and the profile says the same; unless it was left out for one that people gave up.
    private static long? NewestOf(Expected expected, string identity, List<LoggedEvent> own) =>
        own.FindLast(each => !expected.GivenUp.Contains(each.Sequence) && IdentityOf(each) == identity) is { } newest
        && !own.Exists(each => expected.GivenUp.Contains(each.Sequence) && each.Payload.Span.SequenceEqual(newest.Payload.Span))
            ? newest.Sequence
            : null;

    // By the simulation's own policy; or it told nothing that an earlier event of the identity had not told.
    private bool IsFiltered(Expected expected, LoggedEvent logged, List<LoggedEvent> own, HashSet<long> arrived)
    {
        var identity = IdentityOf(logged);
        if (!Vendors.Is(expected.Integration) && world.Plan.IsFiltered(identity)) return true;
        // An erasure takes away what waited, and with it what had told the same.
        var isErased = world.Oracle.Erased.Contains((expected.EnvironmentId, identity));
        // One that was parked stands for those that tell the same, also when people give it up (docs/reliability.md, what is not promised).
        return expected.IsOnChange && own.Any(each =>
            each.Sequence < logged.Sequence && (isErased || arrived.Contains(each.Sequence) || expected.GivenUp.Contains(each.Sequence)) && IdentityOf(each) == identity && each.Payload.Span.SequenceEqual(logged.Payload.Span));
    }

    private static string IdentityOf(LoggedEvent logged) => EvaluatedEventEncoding.Identifier(logged.Payload.Span) ?? "";

    private async Task CheckReplaysAsync()
    {
        foreach (var replay in await world.Storage.Replays.ListOfAsync(Template.OrganisationId, default))
        {
            var settled = replay.Outcomes.Sum(outcome => outcome.Events);
            if (replay.Taken != settled + replay.Outstanding || replay.Outstanding != 0)
                world.Oracle.Break($"replay {replay.Id}, {replay.State}: took {replay.Taken}, settled {settled}, outstanding {replay.Outstanding}");
            if (replay.State is ReplayState.Running or ReplayState.Paused) world.Oracle.Break($"replay {replay.Id} is {replay.State}");
        }
    }
}
