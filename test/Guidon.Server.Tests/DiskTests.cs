using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Guidon.Doubles;
using Guidon.Receivers;
using Guidon.Server.Tests.Processes;
using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace Guidon.Server.Tests;

/// <summary>A real server on a real ext4 that is cut off, filled up or failing: nothing acknowledged is lost. Needs root.</summary>
[Trait("Category", "Nightly")]
public sealed class DiskTests(ITestOutputHelper output)
{
    private const int Megabytes = 96;
    private const int Identities = 8;

    [Fact]
    [Trait("Row", "CAP-08")]
    [Trait("Row", "D03")]
    public async Task Every_acknowledged_evaluation_survives_power_cuts()
    {
        const int Cuts = 20;
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = _ => 503;   // everything waits in the log, so that the log has to prove itself
        await using var volume = await LoopVolume.CreateAsync(Megabytes);
        var load = new EvaluationLoad(Identities);
        var server = await GuidonProcess.StartAsync(new ServerSettings { Folder = volume.Folder });
        await server.CreateAsync("webhook", new { url = receiver.Address });
        await server.SetModeAsync("strict");   // where an answer is a promise about the event
        // After a power cut nobody hears anything any more. Here the process lives on until it is killed, and of a commit that is under way when the file system goes
        // away fsync may say that it worked (a bare SQLite loses 14 of 18 such commits, and none that ended before): what is answered then is no acknowledgement.
        var dark = new List<(DateTimeOffset From, DateTimeOffset Until)>();
        for (var cut = 0; cut < Cuts; cut++)
        {
            using var stop = new CancellationTokenSource();
            var calls = load.RunAsync(server, stop.Token);
            var before = load.Acknowledged.Count;
            var wanted = random.Next(1, 60);
            await Eventually.TrueAsync("the load is under way", () => load.Acknowledged.Count >= before + wanted);
            var from = TimeProvider.System.GetUtcNow();
            volume.CutPower();   // right after an acknowledgement: whatever was acknowledged must have its fsync behind it
            await server.KillAsync();
            await calls;
            dark.Add((from, TimeProvider.System.GetUtcNow()));
            await volume.UnmountAsync();
            await volume.MountAsync();
            await using var gone = server;
            server = await GuidonProcess.StartAsync(ServerSettings.Again(gone));
        }

        await using (server)
        {
            Assert.Equal(0, Recovered(await StatusAsync(server)));
            receiver.Answer = _ => 200;
            var ledger = await server.DrainAsync("webhook");
            var acknowledged = load.Acknowledged.Where(each => !dark.Exists(time => each.AnsweredAt >= time.From && each.AnsweredAt <= time.Until)).ToList();
            output.WriteLine($"{Cuts} cuts, {load.Acknowledged.Count} answered, {acknowledged.Count} before a cut, {receiver.Requests.Count} requests, {ledger}");
            Assert.True(acknowledged.Count > Cuts, "The load was not under way.");
            AssertArrived(acknowledged, receiver);
        }
    }

    [Fact]
    [Trait("Row", "CAP-12")]
    [Trait("Row", "CAP-13")]
    [Trait("Row", "D07")]
    public async Task A_full_disk_answers_flags_counts_the_gap_drains_and_resumes_alone()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var volume = await LoopVolume.CreateAsync(Megabytes);
        await using var server = await GuidonProcess.StartAsync(new ServerSettings { Folder = volume.Folder });
        receiver.Answer = _ => 503;
        await server.CreateAsync("webhook", new { url = receiver.Address });
        for (var n = 0; n < 50; n++) await server.EvaluateAsync($"early-{n}");

        volume.Fill();
        await Eventually.TrueAsync("space is exhausted", async () => (await StatusAsync(server)).GetProperty("storage").GetProperty("space").GetString() == "exhausted");
        for (var n = 0; n < 5; n++) await server.EvaluateAsync("known-to-nobody");   // 200: flags come first
        await server.SetModeAsync("strict");
        using (var refused = await server.Http.SendAsync(server.Request(HttpMethod.Post, "api/v1/identities/", server.ClientKey, """{"identifier":"early-1","traits":[]}""")))
            Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (refused.StatusCode, refused.Headers.RetryAfter is not null));
        receiver.Answer = _ => 200;
        var drained = await server.DrainAsync("webhook");   // the disk is still full: the reserve pays for the bookkeeping
        Assert.Equal((50, 50), (drained.GetProperty("accepted").GetInt32(), drained.GetProperty("delivered").GetInt32()));

        volume.Empty();
        await Eventually.TrueAsync("space is back", async () => (await StatusAsync(server)).GetProperty("storage").GetProperty("space").GetString() == "enough");
        await server.EvaluateAsync("late");
        Assert.Equal(51, (await server.DrainAsync("webhook")).GetProperty("delivered").GetInt32());
        await Eventually.TrueAsync("the gap is kept", async () => (await StatusAsync(server)).GetProperty("capture_gaps").EnumerateArray()
            .Any(gap => !gap.GetProperty("open").GetBoolean() && gap.GetProperty("events").GetInt64() == 6));
    }

    [Fact]
    [Trait("Row", "D07")]
    public async Task Scarce_space_takes_what_is_delivered_whatever_its_age_and_nothing_that_waits()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var volume = await LoopVolume.CreateAsync(Megabytes);
        await using var server = await GuidonProcess.StartAsync(new ServerSettings { Folder = volume.Folder });
        await server.CreateAsync("webhook", new { url = receiver.Address });
        for (var n = 0; n < 300; n++) await server.EvaluateAsync($"early-{n}");
        await server.DrainAsync("webhook");
        receiver.Answer = _ => 503;
        for (var n = 0; n < 40; n++) await server.EvaluateAsync($"late-{n}");
        Assert.True(File.Exists(Path.Combine(volume.Folder, "guidon.reserve")));
        Assert.Equal(340, await EventsAsync(volume.Folder));

        volume.FillTo(9);   // below 15 % of the volume and above 5 %
        await Eventually.TrueAsync("space is scarce", async () => (await StatusAsync(server)).GetProperty("storage").GetProperty("space").GetString() == "scarce");
        await Eventually.TrueAsync("what was delivered is gone", async () => await EventsAsync(volume.Folder) == 40);
        await server.EvaluateAsync("late-40");   // it still takes events
        volume.Empty();
        receiver.Answer = _ => 200;
        var drained = await server.DrainAsync("webhook");

        Assert.Equal((341, 341, 0), (drained.GetProperty("accepted").GetInt32(), drained.GetProperty("delivered").GetInt32(), drained.GetProperty("expired").GetInt32()));
        Assert.Equal(341, receiver.Requests.Select(request => request.Json.GetProperty("identity").GetString()).Distinct().Count());
    }

    [Fact]
    [Trait("Row", "DRL-04")]
    public async Task Seven_vendors_miss_nothing_through_twenty_crashes_and_a_disk_that_fills_in_between()
    {
        const string Key = "key-of-the-project";
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var vendors = ReceiverHost.All(TimeProvider.System, Key);
        await using var host = await ReceiverHost.StartAsync(vendors);
        await using var volume = await LoopVolume.CreateAsync(Megabytes);
        var server = await GuidonProcess.StartAsync(new ServerSettings { Folder = volume.Folder });
        foreach (var vendor in vendors)
        {
            object settings = vendor.Name == "webhook" ? new { url = host.AddressOf(vendor) + "/hook" } : new { api_key = Key, base_url = host.AddressOf(vendor) };
            await server.CreateAsync(vendor.Name, settings);
        }

        await server.SetModeAsync("strict");   // an answer is a promise about the event, also while the disk is full

        var load = new EvaluationLoad(Identities);
        for (var crash = 0; crash < 20; crash++)
        {
            using var stop = new CancellationTokenSource();
            var calls = load.RunAsync(server, stop.Token);
            var before = load.Acknowledged.Count;
            var wanted = random.Next(1, 60);
            await Eventually.TrueAsync("the load is under way", () => load.Acknowledged.Count >= before + wanted);
            if (crash == 10) volume.Fill();
            await server.KillAsync();
            await calls;
            if (crash == 10) volume.Empty();
            await using var gone = server;
            server = await GuidonProcess.StartAsync(ServerSettings.Again(gone));
        }

        await using (server)
        {
            foreach (var vendor in vendors) output.WriteLine($"{vendor.Name}: {await server.DrainAsync(vendor.Name)}");
            var webhook = vendors.Single(vendor => vendor.Name == "webhook");
            var arrived = webhook.Rows.Select(row => (row.User, row.Properties.GetProperty("traits").EnumerateArray()
                .Single(each => each.GetProperty("trait_key").GetString() == "n").GetProperty("trait_value").GetInt32())).ToHashSet();
            Assert.DoesNotContain(load.Acknowledged, each => !arrived.Contains((each.Identity, each.Number)));
            Assert.All(vendors, vendor => Assert.Equal(Evaluations(webhook), Evaluations(vendor)));
            Assert.All(vendors, vendor => Assert.Empty(vendor.Findings));
        }
    }

    [Fact]
    [Trait("Row", "D08")]
    public async Task A_disk_that_fails_whole_answers_flags_and_resumes_after_a_restart()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var volume = await LoopVolume.CreateAsync(Megabytes);
        await using var server = await GuidonProcess.StartAsync(new ServerSettings { Folder = volume.Folder });
        receiver.Answer = _ => 503;
        await server.CreateAsync("webhook", new { url = receiver.Address });
        for (var n = 0; n < 20; n++) await server.EvaluateAsync($"early-{n}");

        volume.CutPower();   // the kernel's own way to make it unwritable under an open file: every write and fsync is an error
        for (var n = 0; n < 3; n++) await server.EvaluateAsync("early-1");
        using (var refused = await server.Management.GetAsync("api/guidon/v1/status"))   // not even the keys can be read
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        await server.KillAsync();
        await volume.UnmountAsync();
        await volume.MountAsync();
        receiver.Answer = _ => 200;
        await using var again = await GuidonProcess.StartAsync(ServerSettings.Again(server));

        Assert.Equal(20, (await again.DrainAsync("webhook")).GetProperty("delivered").GetInt32());
    }

    // By user: one receiver moves times by how late they arrive, so they cannot be compared to the millisecond.
    private static SortedDictionary<string, int> Evaluations(StrictReceiver vendor) => new(vendor.Rows
        .Select(row => (row.User, row.ShownAt)).Distinct().GroupBy(row => row.User).ToDictionary(user => user.Key, user => user.Count()));

    private static async Task<long> EventsAsync(string folder)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "guidon.db")};Pooling=False;Mode=ReadOnly");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM event WHERE kind = 1";
        return (long)(await command.ExecuteScalarAsync() ?? 0L);
    }

    private static async Task<JsonElement> StatusAsync(GuidonProcess server) =>
        JsonElement.Parse(await server.Management.GetStringAsync("api/guidon/v1/status"));

    private static int Recovered(JsonElement status) => status.GetProperty("storage").GetProperty("recovered_groups_cut").GetInt32();

    private void AssertArrived(IEnumerable<Acknowledged> acknowledged, RecordingReceiver receiver)
    {
        var arrived = receiver.Requests.Select(request => (
            request.Json.GetProperty("identity").GetString(),
            request.Json.GetProperty("traits").EnumerateArray().Single(each => each.GetProperty("trait_key").GetString() == "n").GetProperty("trait_value").GetInt32())).ToHashSet();
        var missing = acknowledged.Where(each => !arrived.Contains((each.Identity, each.Number))).ToList();
        foreach (var each in missing) output.WriteLine($"missing: {each.Identity} {each.Number}, sent at {each.SentAt:O}, answered at {each.AnsweredAt:O}");
        Assert.Empty(missing);
    }
}
