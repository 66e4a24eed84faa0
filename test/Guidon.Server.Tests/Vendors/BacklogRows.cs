using System.Net;
using System.Text.Json;
using Guidon.Doubles;
using Guidon.Receivers;
using Guidon.Receivers.Amplitude;
using Guidon.Receivers.Webhook;
using Guidon.Server.Tests.Management;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Vendors;

/// <summary>Rows 80 and 86 of the management checklist: a thousand events wait for a receiver, ten thousand at night, and all arrive when it takes them again.</summary>
public sealed class BacklogRows
{
    private const int Flags = 10;
    private const int Segments = 24;
    private const int ChangesPerRound = Flags * (Segments + 1);
    private const int Callers = 50;

    [Fact]
    public Task Changes_that_happen_while_a_webhook_is_paused_all_arrive_in_the_order_of_each_flag_when_it_is_resumed() => ChangeAsync(1_000);

    [Fact]
    [Trait("Category", "Nightly")]
    public Task Ten_thousand_changes_that_happen_while_a_webhook_is_paused_all_arrive_in_order() => ChangeAsync(10_000);

    [Fact]
    public Task Users_who_are_identified_while_Amplitude_is_down_are_there_once_when_it_is_up() => IdentifyAsync(1_000);

    [Fact]
    [Trait("Category", "Nightly")]
    public Task Ten_thousand_users_who_are_identified_while_Amplitude_is_down_are_there_once_when_it_is_up() => IdentifyAsync(10_000);

    // A round writes every flag once: its default, and an override for every segment.
    private static async Task ChangeAsync(int changes)
    {
        var rounds = changes / ChangesPerRound;
        await using var bench = await ChangeBench.OpenAsync();
        var (server, webhook) = (bench.Server, bench.Of<StrictWebhook>());
        var segments = new List<int>();
        for (var i = 0; i < Segments; i++) segments.Add(await MakeAsync("segments", $$"""{"name":"s{{i}}","project":1,"rules":[{"type":"ALL","conditions":[{"operator":"EQUAL","property":"x","value":"{{i}}"}],"rules":[]}]}"""));
        var flags = new List<int>();
        for (var i = 0; i < Flags; i++) flags.Add(await MakeAsync("features", $$"""{"name":"flag-{{i}}"}"""));
        await bench.ConnectAsync(webhook);
        var destination = $"api/guidon/v1/destinations/{(await bench.DestinationsAsync()).Single().GetProperty("id")}/";
        await server.StopAsync(destination + "pause");

        await Task.WhenAll(flags.Select(flag => Task.Run(async () =>
        {
            for (var round = 0; round < rounds; round++) await server.ManageAsync(HttpStatusCode.OK, "PATCH", $"api/__future__/environments/{server.ClientKey}/features/{flag}/", Body(segments, round));
        })));
        var waiting = (await bench.DestinationsAsync()).Single().GetProperty("ledger");
        Assert.Equal((changes, 0), (waiting.GetProperty("pending").GetInt32(), webhook.Requests.Count));
        await server.StopAsync(destination + "resume");
        var ledger = (await bench.DrainAsync()).Single().GetProperty("ledger");

        Assert.Equal((changes, changes, changes), (ledger.GetProperty("delivered").GetInt32(), (int)webhook.Received, webhook.Rows.Count));
        Assert.Equal(Flags, webhook.Rows.GroupBy(row => row.User).Count());
        foreach (var flag in webhook.Rows.GroupBy(row => row.User))
        {
            Assert.Equal(Enumerable.Range(0, rounds).SelectMany(round => Enumerable.Repeat(round, Segments + 1)), flag.Select(RoundOf));
        }

        async Task<int> MakeAsync(string kind, string body) => (await server.ManageAsync(HttpStatusCode.Created, "POST", $"api/v1/projects/1/{kind}/", body)).GetProperty("id").GetInt32();
    }

    private static async Task IdentifyAsync(int users)
    {
        var amplitude = new StrictAmplitude(TimeProvider.System) { Always = FaultStep.Of(503) };
        amplitude.Projects.Add(ConnectedVendors.Key);
        await using var host = await ReceiverHost.StartAsync([amplitude]);
        await using var server = await GuidonProcess.StartAsync();
        await server.CreateAsync("amplitude", new { api_key = ConnectedVendors.Key, base_url = host.AddressOf(amplitude) });

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (var user = caller; user < users; user += Callers) await server.EvaluateAsync($"user-{user}");
        })));
        await Eventually.TrueAsync("Amplitude has refused something", () => amplitude.Requests.Count > 0);
        Assert.Equal(users, await server.LedgerAsync("amplitude", "pending"));
        amplitude.Always = null;
        var ledger = await server.DrainAsync("amplitude");

        Assert.Equal((users, users), (ledger.GetProperty("accepted").GetInt32(), ledger.GetProperty("delivered").GetInt32()));
        Assert.Equal(Enumerable.Range(0, users).Select(user => $"user-{user}").Order(StringComparer.Ordinal), amplitude.Rows.Select(row => row.User).Order(StringComparer.Ordinal));
        Assert.Equal((users, users), ((int)amplitude.Received, amplitude.Rows.Select(row => row.Key).Distinct().Count()));
        Assert.Empty(amplitude.Findings.Concat(amplitude.Dropped));
    }

    private static string Body(IReadOnlyList<int> segments, int round) =>
        $$$"""{"environment_default":{{{Value(round)}}},"segment_overrides":[{{{string.Join(',', segments.Select(segment => $$"""{"segment":{"id":{{segment}}},{{Value(round)[1..]}}"""))}}}]}""";

    private static string Value(int round) => $$$"""{"value":{"type":"integer","value":"{{{round}}}"}}""";

    private static int RoundOf(Row row) => row.Properties.GetProperty("data").GetProperty("new_state").GetProperty("feature_state_value").GetInt32();
}
