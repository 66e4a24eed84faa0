using Guidon.Doubles;

namespace Guidon.Delivery.Tests;

/// <summary>What pumps do when what they have read is no longer so, and what must go on meanwhile.</summary>
public sealed class DeliveryReloadTests
{
    [Fact]
    public async Task What_was_erased_after_it_was_read_is_not_sent()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        var destination = await bench.AddAsync("webhook", ("url", receiver.Address.ToString()));
        receiver.Answer = _ => 503;
        bench.Start();
        await bench.AppendAsync("alice", "bob");
        await Eventually.TrueAsync("both were tried", () => Tried("alice") > 0 && Tried("bob") > 0);
        var environment = (await bench.LoggedAsync())[0].EnvironmentId;
        var (before, bobs) = (Tried("alice"), Tried("bob"));

        Assert.Equal(1, (await bench.Storage.Erasures.EraseAsync(environment, "alice", default)).PendingCancelled);
        bench.Service.Changed();
        await Eventually.TrueAsync("the pump reads again, without any time passing", () => Tried("bob") > bobs);
        receiver.Answer = _ => 200;

        var ledger = await bench.DrainAsync(destination);
        Assert.Equal((1, 1), (ledger.Delivered, ledger.Cancelled));
        Assert.Equal(before, Tried("alice"));

        int Tried(string identity) => receiver.Requests.Count(request => request.Json.GetProperty("identity").GetString() == identity);
    }

    [Fact]
    public async Task Leases_are_kept_while_a_pump_that_was_changed_waits_for_its_last_answer()
    {
        var leases = new CountedLeases();
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var bench = await DeliveryBench.OpenAsync();
        bench.Leases = leases;
        bench.Options = new DeliveryOptions { AllowedNetworks = ["127.0.0.0/8"], StopSeconds = 60 };
        bench.Hanging = [receiver];
        receiver.Answer = _ => new Reply(200, Fault: ReplyFault.Hang);
        var destination = await bench.AddAsync("webhook", ("url", receiver.Address.ToString()));
        bench.Start();
        await bench.AppendAsync("alice");
        await Eventually.TrueAsync("it hangs", () => receiver.Hanging == 1);

        await bench.ChangeAsync(destination, ("url", receiver.Address.ToString() + "other"));

        var before = leases.Renewals;
        await bench.DriveAsync("leases are renewed", () => Task.FromResult(leases.Renewals >= before + 3), TimeSpan.FromSeconds(1));
    }
}
