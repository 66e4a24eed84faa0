using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;
using Microsoft.Data.Sqlite;

namespace Guidon.Server.Tests;

/// <summary>Retention, capture modes, trait rules and the status, asked of a real server process.</summary>
public sealed class RetentionApiTests
{
    private const string Traits =
        """
        [{"trait_key":"plan","trait_value":"pro"},{"trait_key":"email","trait_value":"dropped-4711@example.org"},
         {"trait_key":"phone","trait_value":"hashed-4712"},{"trait_key":"age","trait_value":41}]
        """;

    [Fact]
    public async Task A_policy_is_30_days_and_available_until_somebody_sets_it()
    {
        await using var server = await GuidonProcess.StartAsync();
        var path = $"api/guidon/v1/environments/{server.ClientKey}/retention";
        Assert.Equal(
            """{"days":30,"mode":"available","allow_traits":null,"drop_traits":[],"hash_traits":[]}""",
            await server.Management.GetStringAsync(path));

        using var set = await server.Management.PutAsJsonAsync(path, new { days = 90, mode = "strict", drop_traits = new[] { "email" } });

        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        Assert.Equal(
            """{"days":90,"mode":"strict","allow_traits":null,"drop_traits":["email"],"hash_traits":[]}""",
            await server.Management.GetStringAsync(path));
    }

    [Theory]
    [InlineData("""{"days":0}""", "days")]
    [InlineData("""{"days":91}""", "days")]
    [InlineData("""{"days":"x"}""", "days")]
    [InlineData("""{"mode":"sometimes"}""", "mode")]
    [InlineData("""{"drop_traits":"email"}""", "drop_traits")]
    [InlineData("""{"hash_traits":[1]}""", "hash_traits")]
    [InlineData("""{"drop_trait":["email"]}""", "drop_trait")]
    public async Task A_policy_that_breaks_a_rule_is_refused_by_field(string body, string field)
    {
        await using var server = await GuidonProcess.StartAsync();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var answer = await server.Management.PutAsync($"api/guidon/v1/environments/{server.ClientKey}/retention", content);

        var json = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal((HttpStatusCode.BadRequest, "invalid"), (answer.StatusCode, json.GetProperty("code").GetString()));
        Assert.True(json.TryGetProperty(field, out _), json.GetRawText());
    }

    [Fact]
    public async Task Nobody_sets_or_reads_without_a_master_key()
    {
        await using var server = await GuidonProcess.StartAsync();
        foreach (var path in (string[])["status", "retention-decisions", $"environments/{server.ClientKey}/retention"])
        {
            using var answer = await server.Http.GetAsync("api/guidon/v1/" + path);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }

        using var erased = await server.Http.DeleteAsync($"api/guidon/v1/environments/{server.ClientKey}/identities/alice");
        Assert.Equal(HttpStatusCode.Unauthorized, erased.StatusCode);
    }

    [Fact]
    public async Task Rules_withhold_traits_before_anything_is_durable()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var server = await GuidonProcess.StartAsync();
        await server.CreateAsync("webhook", new { url = receiver.Address });
        using var set = await server.Management.PutAsJsonAsync(
            $"api/guidon/v1/environments/{server.ClientKey}/retention",
            new { allow_traits = new[] { "plan", "email", "phone" }, drop_traits = new[] { "email" }, hash_traits = new[] { "phone" } });
        Assert.Equal(HttpStatusCode.OK, set.StatusCode);

        // Transient for the identity, so that the values are in no other table either.
        var body = $$"""{"identifier":"alice","transient":true,"traits":{{Traits.Replace("}", ""","transient":false}""")}}}""";
        using var answer = await server.Http.SendAsync(server.Request(HttpMethod.Post, "api/v1/identities/", server.ClientKey, body));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await server.EvaluateAsync("bob", """[{"trait_key":"phone","trait_value":"hashed-4712"},{"trait_key":"email","trait_value":"x@example.org"}]""");
        await server.DrainAsync("webhook");

        var bob = receiver.Requests.Select(request => request.Json).Single(json => json.GetProperty("identity").GetString() == "bob");
        var phone = Assert.Single(bob.GetProperty("traits").EnumerateArray());
        Assert.Equal("phone", phone.GetProperty("trait_key").GetString());
        Assert.Matches("^[0-9a-f]{32}$", phone.GetProperty("trait_value").GetString() ?? "");
        await server.KillAsync();
        foreach (var file in Directory.GetFiles(server.Folder)) Assert.DoesNotContain("dropped-4711", await TextAsync(file));
    }

    [Fact]
    public async Task The_status_tells_promise_space_and_gaps()
    {
        await using var server = await GuidonProcess.StartAsync();

        var status = JsonElement.Parse(await server.Management.GetStringAsync("api/guidon/v1/status"));

        var storage = status.GetProperty("storage");
        // On what file system the tests run is not theirs to choose; that reasons go with a lower promise is.
        Assert.Equal(storage.GetProperty("promise").GetString() == "power_cut", storage.GetProperty("reasons").GetArrayLength() == 0);
        Assert.Contains(storage.GetProperty("space").GetString(), (string[])["enough", "scarce", "exhausted"]);
        Assert.True(storage.GetProperty("usable_bytes").GetInt64() > 0);
        Assert.Equal(0, storage.GetProperty("recovered_bytes_cut").GetInt64());
        Assert.Empty(status.GetProperty("capture_gaps").EnumerateArray());
        Assert.Empty(status.GetProperty("retention_notices").EnumerateArray());
        Assert.Equal("""{"results":[]}""", await server.Management.GetStringAsync("api/guidon/v1/retention-decisions"));
    }

    [Fact]
    public async Task A_log_that_cannot_be_written_is_a_gap_where_flags_come_first_and_503_where_events_do()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var server = await GuidonProcess.StartAsync();
        await server.CreateAsync("webhook", new { url = receiver.Address });
        await server.EvaluateAsync("alice");
        await server.SetModeAsync("strict");

        using (StoreLock.Take(server.Folder))
        {
            using var refused = await EvaluateAsync(server);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "1"), (refused.StatusCode, refused.Headers.RetryAfter?.ToString()));
            Assert.Contains("unavailable", await refused.Content.ReadAsStringAsync());
        }

        await server.SetModeAsync("available");
        using (StoreLock.Take(server.Folder))
        {
            using var answered = await EvaluateAsync(server);
            Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
            var storage = JsonElement.Parse(await server.Management.GetStringAsync("api/guidon/v1/status")).GetProperty("storage");
            Assert.Equal("none", storage.GetProperty("promise").GetString());
        }

        await server.EvaluateAsync("alice");
        await Eventually.TrueAsync("the gap is kept", async () => (await GapsAsync(server)).Sum(gap => gap.GetProperty("events").GetInt64()) == 2);
        Assert.All(await GapsAsync(server), gap => Assert.Equal(("log_failed", false), (gap.GetProperty("reason").GetString(), gap.GetProperty("open").GetBoolean())));
        var ledger = await server.DrainAsync("webhook");
        Assert.Equal(2, ledger.GetProperty("accepted").GetInt64());
    }

    [Fact]
    [Trait("Row", "OPS-05")]
    public async Task Undelivered_events_expire_after_three_warnings_and_the_decision_is_listed()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = _ => 503;
        var server = await GuidonProcess.StartAsync();
        await server.CreateAsync("webhook", new { url = receiver.Address });
        for (var n = 0; n < 5; n++) await server.EvaluateAsync($"early-{n}");
        foreach (var (days, left) in ((int, int)[])[(24, 7), (4, 3), (1, 1)])
        {
            server = await AgeAsync(server, days);
            await Eventually.TrueAsync($"it is warned {left} days before", async () => (await StatusAsync(server)).GetProperty("retention_notices").EnumerateArray()
                .Any(notice => notice.GetProperty("days_left").GetInt32() == left && notice.GetProperty("events").GetInt64() == 5));
            Assert.Equal(5, await server.LedgerAsync("webhook", "pending"));
        }

        server = await AgeAsync(server, 2);
        await Eventually.TrueAsync("it is decided", async () => await server.LedgerAsync("webhook", "expired") == 5);
        var ledger = await server.DrainAsync("webhook");
        var decision = Assert.Single(JsonElement.Parse(await server.Management.GetStringAsync("api/guidon/v1/retention-decisions")).GetProperty("results").EnumerateArray());
        await server.DisposeAsync();

        Assert.Equal((5, 0), (ledger.GetProperty("accepted").GetInt64(), ledger.GetProperty("delivered").GetInt64()));
        Assert.Equal((5, 30), (decision.GetProperty("events").GetInt64(), decision.GetProperty("retention_days").GetInt32()));
    }

    // Time passes for what is stored: events and warnings become older while the server is down.
    private static async Task<GuidonProcess> AgeAsync(GuidonProcess server, int days)
    {
        await server.StopAsync();
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(server.Folder, "guidon.db")};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE event SET occurred_at = occurred_at - @age; UPDATE retention_notice SET noticed_at = noticed_at - @age, oldest_at = oldest_at - @age";
            command.Parameters.AddWithValue("@age", days * 24L * 3_600 * 1_000_000);
            await command.ExecuteNonQueryAsync();
        }

        await using var gone = server;
        return await GuidonProcess.StartAsync(ServerSettings.Again(gone));
    }

    private static async Task<JsonElement> StatusAsync(GuidonProcess server) => JsonElement.Parse(await server.Management.GetStringAsync("api/guidon/v1/status"));

    private static Task<HttpResponseMessage> EvaluateAsync(GuidonProcess server) => server.Http.SendAsync(
        server.Request(HttpMethod.Post, "api/v1/identities/", server.ClientKey, """{"identifier":"alice","traits":[]}"""));

    private static async Task<List<JsonElement>> GapsAsync(GuidonProcess server)
    {
        var status = await StatusAsync(server);
        return [.. status.GetProperty("capture_gaps").EnumerateArray()];
    }

    // Another program that writes and does not come to an end, as a backup gone wrong would.
    private static async Task<string> TextAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }
}
