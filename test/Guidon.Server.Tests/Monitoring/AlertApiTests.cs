using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Guidon.Doubles;
using Guidon.Receivers;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Monitoring;

/// <summary>Alerts, metrics and readiness of a real server process.</summary>
public sealed class AlertApiTests
{
    private static ServerSettings Quick(params (string Name, string Text)[] variables) => new()
    {
        Variables = variables.Append(("GUIDON_Monitoring__EvaluationSeconds", "1")).Append(("GUIDON_Delivery__LedgerSeconds", "1"))
            .ToDictionary(each => each.Item1, each => each.Item2),
    };

    [Fact]
    public async Task An_alert_is_listed_told_silenced_and_taken_on()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = _ => new Reply(200, """{"code":200,"events_ingested":0}""");
        await using var people = await RecordingReceiver.StartAsync();
        await using var server = await GuidonProcess.StartAsync(Quick());
        await PostAsync(server, $"api/v1/organisations/1/integrations/alert-webhook/", new { url = people.Address });
        await server.CreateAsync("amplitude", new { api_key = "AK_TEST", base_url = receiver.Address });
        await server.EvaluateAsync("alice");

        JsonElement alert = default;
        await Eventually.TrueAsync("it fires", async () =>
            (alert = (await server.GetAsync("alerts?state=firing")).GetProperty("results").EnumerateArray().FirstOrDefault(each => each.GetProperty("rule").GetString() == "AnswersContradict")).ValueKind == JsonValueKind.Object);
        Assert.Equal(("page", "amplitude", "destination"), (alert.GetProperty("severity").GetString(), alert.GetProperty("integration").GetString(), alert.GetProperty("owner").GetString()));
        Assert.Equal("docs/runbooks/AnswersContradict.md", alert.GetProperty("runbook").GetString());
        await Eventually.TrueAsync("people are told", () => people.Requests.Any(request => request.Json.GetProperty("data").GetProperty("rule").GetString() == "AnswersContradict"));
        var path = $"api/guidon/v1/alerts/{alert.GetProperty("id").GetInt64()}";

        var silenced = await PostAsync(server, path + "/silence", new { minutes = 30 });
        var taken = await PostAsync(server, path + "/acknowledge", new { });

        Assert.NotEqual(JsonValueKind.Null, silenced.GetProperty("alert").GetProperty("silenced_until").ValueKind);
        Assert.Equal("First start", taken.GetProperty("alert").GetProperty("acknowledged_by").GetString());
        var history = taken.GetProperty("history").EnumerateArray().Select(each => each.GetProperty("what").GetString()).ToList();
        Assert.Equal(["firing", "told", "silenced", "acknowledged"], history);
    }

    [Fact]
    public async Task What_concerns_the_installation_is_quietened_by_those_who_look_after_it_alone()
    {
        await using var server = await GuidonProcess.StartAsync(Quick());
        await server.SqlAsync("UPDATE row_ledger SET added = added + 1 WHERE name = 'replay'");
        var id = 0L;
        await Eventually.TrueAsync("it is an alert", async () =>
            (id = (await server.GetAsync("alerts")).GetProperty("results").EnumerateArray()
                .Where(each => each.GetProperty("rule").GetString() == "StoreFindings").Select(each => each.GetProperty("id").GetInt64()).FirstOrDefault()) > 0);
        var path = $"api/guidon/v1/alerts/{id}/";

        foreach (var verb in (string[])["silence", "acknowledge"])
        {
            var refused = await server.AskAsync(HttpStatusCode.Forbidden, $"Api-Key {GuidonProcess.ApiKey}", "POST", path + verb, new { minutes = 30 });
            Assert.Contains("about the installation", refused.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        var admin = await server.SignInAsync();
        foreach (var verb in (string[])["silence", "acknowledge"]) await server.AskAsync(HttpStatusCode.OK, admin, "POST", path + verb, new { minutes = 30 });
    }

    [Theory]
    [InlineData("GET", "alerts?state=loud", "", HttpStatusCode.BadRequest)]
    [InlineData("GET", "alerts?stat=firing", "", HttpStatusCode.BadRequest)]
    [InlineData("GET", "alerts/999", "", HttpStatusCode.NotFound)]
    [InlineData("GET", "alerts/x", "", HttpStatusCode.NotFound)]
    [InlineData("POST", "alerts/999/silence", """{"minutes":5}""", HttpStatusCode.NotFound)]
    [InlineData("POST", "alerts/999/silence", """{"minutes":0}""", HttpStatusCode.BadRequest)]
    [InlineData("POST", "alerts/999/silence", """{"hours":1,"minutes":5}""", HttpStatusCode.BadRequest)]
    [InlineData("POST", "alerts/999/silence", "{", HttpStatusCode.BadRequest)]
    [InlineData("POST", "alerts/999/acknowledge", "", HttpStatusCode.NotFound)]
    public async Task What_is_not_there_or_not_right_is_said(string method, string path, string body, HttpStatusCode status)
    {
        await using var server = await GuidonProcess.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), "api/guidon/v1/" + path);
        if (body.Length > 0) request.Content = new StringContent(body, Encoding.UTF8, "application/json");

        using var answer = await server.Management.SendAsync(request);

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains("\"code\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "DRL-01")]
    public async Task A_mapper_that_throws_makes_the_node_not_ready_for_its_integration_and_for_no_other()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var server = await GuidonProcess.StartAsync(Quick() with { Program = "Guidon.BrokenServer.dll" });
        await server.CreateAsync("webhook", new { url = receiver.Address });
        await server.CreateAsync("heap", new { api_key = "1", base_url = receiver.Address });

        await Eventually.TrueAsync("it is not ready for it", async () => (await StatusAsync(server, "health/ready?integration=webhook")) == HttpStatusCode.ServiceUnavailable);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, "health/ready?integration=heap"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, "health/ready"));
        Assert.Contains("\"not_ready_for\":[\"webhook\"]", await server.Http.GetStringAsync("health/ready"), StringComparison.Ordinal);
        await Eventually.TrueAsync("it is an alert before the first event", async () =>
            (await server.GetAsync("alerts")).GetProperty("results").EnumerateArray().Any(each => each.GetProperty("rule").GetString() == "MapperFailing"));
        Assert.Equal(HttpStatusCode.OK, await FlagsAsync(server));
    }

    [Fact]
    public async Task Metrics_may_have_an_address_and_a_token_of_their_own()
    {
        var port = FreePort.Next();
        await using var server = await GuidonProcess.StartAsync(Quick(("GUIDON_Metrics__Url", $"http://127.0.0.1:{port}"), ("GUIDON_Metrics__Token", "read-me")));
        using var reader = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };

        // The exporter answers at every path below its own too.
        foreach (var path in (string[])["metrics", "metrics/", "metrics/x", "METRICS/x/y"])
        {
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(server, path));
            using var refused = await reader.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        using (var other = await reader.GetAsync(new Uri("health/live", UriKind.Relative))) Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        reader.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "read-me");
        Assert.Contains("guidon_build_info", await reader.GetStringAsync(new Uri("metrics", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_name_every_destination_and_nothing_that_a_customer_wrote()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var server = await GuidonProcess.StartAsync(Quick());
        await server.CreateAsync("webhook", new { url = new Uri(receiver.Address, "path-of-wonderland"), secret = "secret-of-wonderland" });
        await server.EvaluateAsync("identity-of-wonderland", """[{"trait_key":"key-of-wonderland","trait_value":"value-of-wonderland"}]""");
        await server.DrainAsync("webhook");

        string text = "";
        await Eventually.TrueAsync("it is measured", async () =>
            (text = await server.Http.GetStringAsync("metrics")).Contains("guidon_delivery_sli_events_total", StringComparison.Ordinal)
            && text.Contains("guidon_ledger_accepted_events_total", StringComparison.Ordinal));

        Assert.DoesNotContain("wonderland", text, StringComparison.Ordinal);
        Assert.DoesNotContain(server.ClientKey, text, StringComparison.Ordinal);
        foreach (var name in (string[])["guidon_delivery_attempts_total", "guidon_delivery_request_duration_seconds_bucket", "guidon_delivery_lag_seconds_bucket", "guidon_ledger_residual_events", "guidon_delivery_oldest_pending_age_seconds", "guidon_canary_misses", "guidon_destination_configured", "guidon_delivery_mapper_failures_total", "guidon_delivery_contradictions_total", "guidon_delivery_withheld_total", "guidon_delivery_replayed_total", "guidon_ledger_expired_events_total"])
            Assert.Contains(text.Split('\n'), line => line.StartsWith(name, StringComparison.Ordinal) && line.Contains("destination=\"1\",integration=\"webhook\"", StringComparison.Ordinal));
        Assert.Contains("guidon_mapper_info{", text, StringComparison.Ordinal);
        Assert.Empty(OperatorPages.Unknown(text));
        Assert.DoesNotContain("guidon_alerts_evaluated_timestamp_seconds 0", text, StringComparison.Ordinal);   // never looked is no time in 1970
    }

    private static async Task<HttpStatusCode> StatusAsync(GuidonProcess server, string path)
    {
        using var answer = await server.Http.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> FlagsAsync(GuidonProcess server)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/flags/");
        request.Headers.Add("X-Environment-Key", server.ClientKey);
        using var answer = await server.Http.SendAsync(request);
        return answer.StatusCode;
    }

    private static async Task<JsonElement> PostAsync(GuidonProcess server, string path, object body)
    {
        using var content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        using var answer = await server.Management.PostAsync(new Uri(path, UriKind.Relative), content);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonElement.Parse(text);
    }
}
