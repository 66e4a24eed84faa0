using Guidon.Delivery.Replays;
using Guidon.Events;

namespace Guidon.Simulation.Tests;

/// <summary>What must be so when all is healed and nothing is pending.</summary>
internal sealed class FinalCheck(World world)
{
    private readonly Dictionary<int, IReadOnlyList<LoggedEvent>> _logs = [];

    internal async Task RunAsync()
    {
        for (var environment = 1; environment <= World.Environments; environment++)
            _logs[environment] = await world.Storage.EventLog.ReadAsync(environment, 0, 10_000, default);
        CheckLog();
        foreach (var expected in world.Oracle.Destinations) await CheckAsync(expected);
        await CheckReplaysAsync();
        await world.Oracle.CheckBalancesAsync("everything");
        foreach (var finding in world.Storage.Examine(isWhole: true).Where(finding => finding.Code != "not_durable"))
            world.Oracle.Break($"the doctor found {finding}");
        if (world.Oracle.Broken is { } broken) throw new BrokenInvariantException(broken);
    }

    private void CheckLog()
    {
        var logged = _logs.Values.SelectMany(log => log).Select(each => each.Id).ToHashSet();
        foreach (var id in world.Oracle.Acknowledged.Where(id => !logged.Contains(id))) world.Oracle.Break($"event {id} was acknowledged and is not in the log");
        foreach (var id in world.Oracle.NotStored.Where(logged.Contains)) world.Oracle.Break($"event {id} was refused and is in the log");
    }

    private async Task CheckAsync(Expected expected)
    {
        var own = _logs[expected.EnvironmentId].Where(each => each.Sequence > expected.From).ToDictionary(each => each.Sequence);
        foreach (var (sequence, id) in expected.Ids.Where(each => !expected.HasNewKeys && each.Key > expected.From && own.GetValueOrDefault(each.Key)?.Id != each.Value))
            world.Oracle.Break($"{expected.Account}: event {sequence} came as {id}");
        if (expected.IsDeleted) return;
        var ledger = await world.Storage.Deliveries.LedgerAsync(expected.Id, default);
        if (ledger?.Accepted != own.Count) world.Oracle.Break($"{expected.Account}: {own.Count} events in the log, the ledger has {ledger}");
        var missing = own.Values.Where(each => !expected.Taken.Contains(each.Sequence) && !IsFiltered(each)).Select(each => each.Sequence).ToList();
        if (missing.Count > ledger?.Cancelled) world.Oracle.Break($"{expected.Account}: never arrived: {string.Join(' ', missing)}; {ledger}");
        if (expected.Integration == SimulatedIntegration.Profile) CheckProfiles(expected);
    }

    private void CheckProfiles(Expected expected)
    {
        foreach (var (identity, newest) in expected.Newest)
        {
            var state = expected.States.GetValueOrDefault(identity);
            if (state != newest) world.Oracle.Break($"{expected.Account}: {identity} has the state of {state}, and {newest} was delivered");
        }
    }

    private bool IsFiltered(LoggedEvent logged) => world.Plan.IsFiltered(EvaluatedEventEncoding.Identifier(logged.Payload.Span) ?? "");

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
