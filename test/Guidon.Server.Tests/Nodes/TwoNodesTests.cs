using System.Diagnostics;
using System.Net;
using Guidon.Doubles;
using Guidon.Server.Tests.Management;
using Guidon.Server.Tests.Processes;
using Npgsql;
using Xunit.Abstractions;

namespace Guidon.Server.Tests.Nodes;

/// <summary>Two real servers on one PostgreSQL.</summary>
[Trait("Category", "External")]
public sealed class TwoNodesTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Each_node_serves_what_was_changed_at_the_other_and_delivers_what_the_other_accepted()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var first = await GuidonProcess.StartAsync(ServerSettings.OnPostgres());
        await using var second = await GuidonProcess.StartAsync(ServerSettings.Beside(first));

        await SeenAsync(first, second, "from the first");
        await SeenAsync(second, first, "from the second");
        await first.CreateAsync("webhook", new { url = receiver.Address });
        await Eventually.TrueAsync("both capture", async () =>
        {
            await second.EvaluateAsync("alice");
            return await second.LedgerAsync("webhook", "accepted") > 0;
        });
        await first.EvaluateAsync("bob");

        var ledger = await second.DrainAsync("webhook");
        Assert.Equal(receiver.Requests.Count, ledger.GetProperty("delivered").GetInt32());
        Assert.Contains(receiver.Requests, request => request.Json.GetProperty("identity").GetString() == "bob");
    }

    [Fact]
    public async Task Traits_that_one_node_stores_are_the_others_too()
    {
        await using var first = await GuidonProcess.StartAsync(ServerSettings.OnPostgres());
        await using var second = await GuidonProcess.StartAsync(ServerSettings.Beside(first));
        await first.EvaluateAsync("carol", """[{"trait_key":"plan","trait_value":"free"}]""");
        await Eventually.TrueAsync("the second knows her", async () => (await TraitsAsync(second)).Contains("\"free\"", StringComparison.Ordinal));

        await first.EvaluateAsync("carol", """[{"trait_key":"plan","trait_value":"pro"}]""");

        await Eventually.TrueAsync("the second forgot what it had kept", async () => (await TraitsAsync(second)).Contains("\"pro\"", StringComparison.Ordinal));

        async Task<string> TraitsAsync(GuidonProcess node)
        {
            using var answer = await node.Http.SendAsync(node.Request(HttpMethod.Get, "api/v1/identities/?identifier=carol", node.ClientKey));
            return await answer.Content.ReadAsStringAsync();
        }
    }

    [Fact]
    public async Task A_key_that_was_revoked_while_a_node_heard_nothing_is_refused_there_too()
    {
        await using var first = await GuidonProcess.StartAsync(ServerSettings.OnPostgres());
        await using var second = await GuidonProcess.StartAsync(ServerSettings.Beside(first));
        var keys = $"api/v1/environments/{first.ClientKey}/api-keys/";
        var made = await first.ManageAsync(HttpStatusCode.Created, "POST", keys, "{\"name\":\"for a while\"}");
        var key = made.GetProperty("key").GetString() ?? "";
        await Eventually.TrueAsync("the second takes it", async () => await StatusAsync() == HttpStatusCode.OK);

        // Both listen again a second later, and the news of the revocation is over by then.
        PostgresCluster.Shared.Run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'guidon listener' AND datname = current_database()", new NpgsqlConnectionStringBuilder(first.Database).Database ?? "");
        await first.ManageAsync(HttpStatusCode.NoContent, "DELETE", $"{keys}{made.GetProperty("id")}/");

        await Eventually.TrueAsync("the second refuses it", async () => await StatusAsync() != HttpStatusCode.OK);

        async Task<HttpStatusCode> StatusAsync()
        {
            using var answer = await second.Http.SendAsync(second.Request(HttpMethod.Get, "api/v1/environment-document/", key));
            return answer.StatusCode;
        }
    }

    [Fact]
    public Task Nodes_killed_in_turn_lose_nothing_and_never_pump_one_destination_at_once() => RunAsync(rounds: 4, TimeSpan.Zero);

    [Fact]
    [Trait("Category", "Nightly")]
    public Task Nodes_killed_in_turn_for_ten_minutes_lose_nothing_and_never_pump_one_destination_at_once() => RunAsync(rounds: 2, TimeSpan.FromMinutes(10));

    [Fact]
    public async Task A_node_with_another_key_is_refused_in_one_line()
    {
        await using var first = await GuidonProcess.StartAsync(ServerSettings.OnPostgres());
        var folder = Directory.CreateTempSubdirectory("guidon-test-").FullName;
        var variables = new Dictionary<string, string> { ["GUIDON_database"] = first.Database ?? "" };

        var keyless = await GuidonProcess.RunAsync(["serve", "--data", folder, "--urls", "http://127.0.0.1:0"], variables: variables);
        await File.WriteAllTextAsync(Path.Combine(folder, "installation.key"), new string('0', 64));
        var other = await GuidonProcess.RunAsync(["serve", "--data", folder, "--urls", "http://127.0.0.1:0"], variables: variables);

        Assert.Equal(1, keyless.ExitCode);
        Assert.Contains("installation.key is missing", Assert.Single(keyless.Errors.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("made with another installation.key", Assert.Single(other.Errors.Trim().Split('\n')), StringComparison.Ordinal);
    }

    private async Task SeenAsync(GuidonProcess author, GuidonProcess reader, string text)
    {
        var watch = Stopwatch.StartNew();
        await author.ChangeTextAsync("banner_text", text);
        var answered = watch.Elapsed;
        await Eventually.TrueAsync("the other node serves it", async () => (await reader.ReadFlagAsync("banner_text")).Text == text);
        output.WriteLine($"changed in {answered.TotalMilliseconds:0} ms, served by the other node {(watch.Elapsed - answered).TotalMilliseconds:0} ms later");
    }

    private async Task RunAsync(int rounds, TimeSpan atLeast)
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var receiver = await NodeReceiver.StartAsync();
        var nodes = new GuidonProcess[2];
        receiver.Alive = () => [.. nodes.Where(node => node is not null)];
        nodes[0] = await GuidonProcess.StartAsync(ServerSettings.OnPostgres());
        nodes[1] = await GuidonProcess.StartAsync(ServerSettings.Beside(nodes[0]));
        try
        {
            await nodes[0].CreateAsync("webhook", new { url = receiver.Address });
            await nodes[0].SetModeAsync("strict");   // an answer then means that the event is stored
            await Eventually.TrueAsync("the other node captures too", async () =>
            {
                await nodes[1].EvaluateAsync("probe", """[{"trait_key":"n","trait_value":0}]""");
                return await nodes[1].LedgerAsync("webhook", "accepted") > 0;
            });
            var load = new NodeLoad(nodes);
            using var stop = new CancellationTokenSource();
            var calls = load.RunAsync(stop.Token);
            var watch = Stopwatch.StartNew();
            for (var round = 0; round < rounds || watch.Elapsed < atLeast; round++)
            {
                var victim = round % 2;
                var (before, sent) = (load.Acknowledged, receiver.Taken.Count);
                var wanted = random.Next(20, 300);
                await Eventually.TrueAsync("the load is under way", () => load.Acknowledged >= before + wanted);
                await Eventually.TrueAsync("something is delivered", () => receiver.Taken.Count > sent);
                await load.KillAsync(victim);
                var living = load.AnsweredBy(1 - victim);
                await Eventually.TrueAsync("the living one answers", () => load.AnsweredBy(1 - victim) >= living + 20);
                await load.StartAgainAsync(victim);
            }

            await stop.CancelAsync();
            await calls;
            var ledger = await nodes[0].DrainAsync("webhook");
            var taken = receiver.Taken.Select(each => (each.Identity, each.Number)).ToHashSet();
            output.WriteLine($"{load.Acknowledged} acknowledged, {receiver.Taken.Count} received, {load.Refused} refused by living nodes: {ledger}");
            output.WriteLine("by process: " + string.Join(", ", receiver.Taken.CountBy(each => each.Sender)));
            Assert.DoesNotContain(load.Sent, sent => !taken.Contains(sent));
            Assert.Empty(receiver.Overlaps);
            Assert.Equal(0, load.Refused);
        }
        finally
        {
            foreach (var node in nodes) await node.DisposeAsync();
        }
    }
}
