using System.Globalization;
using System.Net;
using Guidon.Delivery;
using Guidon.Delivery.Parking;
using Guidon.Delivery.Replays;
using Guidon.Delivery.Settings;
using Guidon.Events.Retention;

namespace Guidon.Simulation.Tests;

/// <summary>People at the management API, and the world around the product: each call does one thing that a seed chose.</summary>
internal sealed class Operators(World world)
{
    private static readonly string[] s_kinds =
        [SimulatedIntegration.Single, SimulatedIntegration.Batched, SimulatedIntegration.Profile, Vendors.Amplitude, Vendors.Mixpanel];
    private static readonly Misdeed[] s_moods =
    [
        Misdeed.ServerError, Misdeed.TooMany, Misdeed.Unauthorized, Misdeed.Hang, Misdeed.HangAfterTaking, Misdeed.CutAfterTaking, Misdeed.Cut,
        Misdeed.Busy, Misdeed.Drip, Misdeed.RefuseSome,
    ];

    private int _accounts;

    private Random Random => world.Random;

    /// <summary>Creates a destination, when the environment has none of the kind.</summary>
    internal async Task CreateAsync()
    {
        if (world.Node is not { IsUp: true } node) return;
        var (environment, kind) = (Random.Next(World.Environments), Random.Next(s_kinds.Length));
        var settings = Settings(s_kinds[kind], environment, string.Create(CultureInfo.InvariantCulture, $"acc{++_accounts}"));
        if (Random.Next(4) == 0) settings["requests_per_second_max"] = Random.Next(1, 6).ToString(CultureInfo.InvariantCulture);
        if (Random.Next(4) == 0) settings[DeliverSetting.Name] = DeliverSetting.OnChange;
        if (world.Plan.PrefersGap) settings["ambiguous_attempts"] = "prefer_gap";
        await node.Store.CreateAsync(s_kinds[kind], environment + 1, World.Protector.Protect(new SettingsValues(settings).ToJson()), default);
        node.Service.Changed();
    }

    /// <summary>Something of everything. What fails or dies is not tried again.</summary>
    internal async Task ActAsync()
    {
        try
        {
            var what = Random.Next(23);
            world.Trace.Add($"action {what}");
            await (what switch
            {
                0 => CreateAsync(),
                1 => DeleteAsync(),
                2 or 3 => StopAsync(DestinationState.Held, Destination.ByHand),
                4 => StopAsync(DestinationState.Paused, null),
                5 => StopAsync(DestinationState.Active, null),
                6 => ChangeAsync(isBroken: Random.Next(3) == 0),
                7 or 8 or 9 => ReplayAsync(),
                10 => ChangeReplayAsync(),
                11 or 12 => ParkedAsync(),
                13 => world.DeployAsync(),
                20 or 21 => RetainAsync(),
                22 => EraseAsync(),
                _ => TroubleAsync(what),
            });
        }
        catch (Exception failure)
        {
            world.Trace.Add($"action failed: {failure.GetType().Name}");
        }
    }

    /// <summary>All trouble ends, and people put right what waits for people.</summary>
    internal async Task HealAsync()
    {
        world.Faults.AreHealed = true;
        world.Faults.IsDiskFull = false;
        foreach (var receiver in world.Receivers) receiver.WrongKeys.Clear();
        foreach (var site in world.Sites) (site.Mood, site.IsDown) = (Misdeed.None, false);

        world.MapperVersion = 2;
        await world.RunAsync("a node is up", () => world.Node is { IsUp: true }, TimeSpan.FromMinutes(2));
        var deployed = world.DeployAsync();
        await world.RunAsync("a node is up", () => deployed.IsCompleted && world.Node is { IsUp: true }, TimeSpan.FromMinutes(2));
        await CarryOutAsync(MendAsync);
    }

    /// <summary>People retry whatever is parked.</summary>
    internal Task RetryParkedAsync() => CarryOutAsync(async node =>
    {
        await node.Parked.RetryAsync(new ParkedQuery(), default);
        foreach (var destination in await node.Store.DestinationsAsync(default)) node.Service.ReplayChanged(destination.Id);
    });

    private async Task CarryOutAsync(Func<Node, Task> work)
    {
        var done = work(world.Node ?? throw new InvalidOperationException());
        await world.RunAsync("people are done", () => done.IsCompleted, TimeSpan.FromMinutes(5));
        await done;
    }

    private async Task MendAsync(Node node)
    {
        foreach (var destination in await node.Store.DestinationsAsync(default))
        {
            if (world.Oracle.Destinations.Single(each => each.Id == destination.Id) is var expected && destination.ProtectedSettings.Span[0] == 0)
                await node.Store.ChangeSettingsAsync(destination.Id, Settings(expected), default);
            if (destination.IsStoppedByHand) await node.Store.StopOrResumeAsync(destination.Id, DestinationState.Active, null, default);
        }

        node.Service.Changed();
        foreach (var replay in await node.ReplayStore.OpenAsync(default))
        {
            if (replay.State == ReplayState.Paused) await node.Replays.SetStateAsync(replay.Id, ReplayState.Running, default);
        }
    }

    private Dictionary<string, string> Settings(string integration, int environment, string account)
    {
        var kind = Array.IndexOf(s_kinds, integration);
        if (!Vendors.Is(integration)) return new() { ["url"] = string.Create(CultureInfo.InvariantCulture, $"http://10.0.{environment}.{kind}/{account}") };
        var address = new IPAddress([10, World.VendorNetwork, 0, (byte)(integration == Vendors.Amplitude ? 0 : 1)]);
        world.VendorAt(address)?.Vendor.Projects.Add(account);
        return new() { ["base_url"] = $"http://{address}", ["api_key"] = account, ["send_events"] = "true" };
    }

    private byte[] Settings(Expected expected)
    {
        var settings = Settings(expected.Integration, expected.EnvironmentId - 1, expected.Account);
        if (expected.IsOnChange) settings[DeliverSetting.Name] = DeliverSetting.OnChange;
        return World.Protector.Protect(new SettingsValues(settings).ToJson());
    }

    private (Node Node, Expected Expected)? Some()
    {
        var all = world.Oracle.Destinations.Where(each => !each.IsDeleted).ToList();
        return all.Count > 0 && world.Node is { IsUp: true } node ? (node, all[Random.Next(all.Count)]) : null;
    }

    private async Task DeleteAsync()
    {
        if (Some() is not { } some) return;
        await some.Node.Store.DeleteAsync(some.Expected.Id, default);
        some.Node.Service.Changed();
    }

    private async Task StopAsync(DestinationState state, string? reason)
    {
        if (Some() is not { } some) return;
        await some.Node.Store.StopOrResumeAsync(some.Expected.Id, state, reason, default);
        some.Node.Service.Changed();
    }

    private async Task ChangeAsync(bool isBroken)
    {
        if (Some() is not { } some) return;
        await some.Node.Store.ChangeSettingsAsync(some.Expected.Id, isBroken ? new byte[] { 0 } : Settings(some.Expected), default);
        some.Node.Service.Changed();
    }

    private async Task ReplayAsync()
    {
        if (Some() is not { } some) return;
        var filter = new ReplayFilter { Identity = Random.Next(4) == 0 ? "id1" : null };
        var request = new ReplayRequest
        {
            DestinationId = some.Expected.Id,
            Mode = (ReplayMode)Random.Next(1, 5),
            Filter = filter,
            NewKeys = Random.Next(3) == 0,
            Key = Random.Next().ToString(CultureInfo.InvariantCulture),
        };
        await some.Node.Replays.CreateAsync(request, "simulation", default);
    }

    private async Task ChangeReplayAsync()
    {
        if (Some() is not { } some || await some.Node.ReplayStore.ListOfAsync(Template.OrganisationId, default) is not { Count: > 0 } replays) return;
        ReplayState[] states = [ReplayState.Paused, ReplayState.Paused, ReplayState.Running, ReplayState.Cancelled];
        await some.Node.Replays.SetStateAsync(replays[Random.Next(replays.Count)].Id, states[Random.Next(states.Length)], default);
    }

    private async Task ParkedAsync()
    {
        if (Some() is not { } some) return;
        var query = new ParkedQuery { DestinationId = some.Expected.Id };
        if (Random.Next(3) > 0) await some.Node.Parked.RetryAsync(query, default);
        else await some.Node.Parked.CancelAsync(query, "no longer of use", "simulation", default);
        some.Node.Service.ReplayChanged(some.Expected.Id);
    }

    // Space is scarce: what is settled goes, whatever its age.
    private async Task RetainAsync()
    {
        if (world.Node is { IsUp: true } node) await node.Retention.RunAsync(node.Time.GetUtcNow(), SpaceLevel.Scarce, [node.Table], default);
    }

    private async Task EraseAsync()
    {
        if (world.Node is not { IsUp: true } node) return;
        var (environment, identity) = (Random.Next(World.Environments) + 1, string.Create(CultureInfo.InvariantCulture, $"id{Random.Next(world.Plan.Identities)}"));
        world.Oracle.Erased.Add((environment, identity));   // from here on it may be gone, whatever becomes of the call
        await node.Erasures.EraseAsync(environment, identity, default);
        node.Service.Changed();
    }

    private Task TroubleAsync(int what)
    {
        var sites = world.Sites.ToList();
        var receiver = sites.Count == 0 ? null : sites[Random.Next(sites.Count)];
        var lasts = TimeSpan.FromSeconds(Random.Next(1, 60));
        if (what == 14) SetForAWhile(value => world.Faults.IsDiskFull = value, lasts);
        else if (what == 15 && world.Node is { } node) node.Time.WallOffset += TimeSpan.FromSeconds(Random.Next(-7_200, 7_200));
        else if (what == 16 && receiver is not null) SetForAWhile(value => receiver.IsDown = value, lasts);
        else if (what == 17) world.Crash("by chance");
        else if (receiver is not null && world.Plan.Moods)
        {
            var mood = s_moods[Random.Next(s_moods.Length)];
            SetForAWhile(value => receiver.Mood = value ? mood : Misdeed.None, lasts);
        }

        return Task.CompletedTask;
    }

    private void SetForAWhile(Action<bool> set, TimeSpan lasts)
    {
        set(true);
        world.Agenda.Post(lasts, () => set(false));
    }
}
