using System.Net;
using System.Text.Json;
using Guidon.Doubles;
using Guidon.Receivers;
using Guidon.Receivers.Datadog;
using Guidon.Receivers.Dynatrace;
using Guidon.Receivers.Grafana;
using Guidon.Receivers.NewRelic;
using Guidon.Receivers.Sentry;
using Guidon.Receivers.Slack;
using Guidon.Receivers.Webhook;
using Guidon.Server.Tests.Management;

namespace Guidon.Server.Tests.Vendors;

/// <summary>The CHG rows of the acceptance table: a real server, a real change through the flag write API, receivers as strict as their vendors.</summary>
public sealed class ChangeRows
{
    [Fact]
    [Trait("Row", "CHG-01")]
    public async Task A_change_whose_server_is_killed_before_it_sends_is_delivered_after_the_restart()
    {
        await using var bench = await ChangeBench.OpenAsync();
        var webhook = bench.Of<StrictWebhook>();
        webhook.Always = FaultStep.Of(503);
        await bench.ConnectAsync(webhook);
        for (var i = 0; i < 5; i++)
        {
            await bench.Server.ChangeTextAsync("checkout_button", $"v{i}");
            await bench.KillAndStartAgainAsync();
        }

        webhook.Always = null;
        var ledger = (await bench.DrainAsync()).Single().GetProperty("ledger");

        Assert.Equal((5, 5), (ledger.GetProperty("accepted").GetInt32(), ledger.GetProperty("delivered").GetInt32()));
        Assert.Equal(["v0", "v1", "v2", "v3", "v4"], webhook.Rows.Select(row => New(row).GetProperty("feature_state_value").GetString()));
        Assert.Equal("v4", (await bench.Server.ReadFlagAsync("checkout_button")).Text);
    }

    [Fact]
    [Trait("Row", "CHG-02")]
    public async Task Of_many_overrides_in_one_request_each_is_told_once()
    {
        await using var bench = await ChangeBench.OpenAsync();
        var webhook = bench.Of<StrictWebhook>();
        await bench.ConnectAsync(webhook, "api/v1/organisations/1/webhooks/");
        await bench.Server.ManageAsync(
            HttpStatusCode.OK, "PATCH", await bench.Server.FlagPathAsync("page_size"),
            """{"environment_default":{"value":{"type":"string","value":"other"}},"segment_overrides":[{"segment":{"id":1},"value":{"type":"string","value":"a"}},{"segment":{"id":2},"value":{"type":"string","value":"b"}}]}""");
        await bench.DrainAsync();

        Assert.Equal(webhook.Rows.Count(row => row.Kind == "FLAG_UPDATED"), webhook.Rows.Count(row => row.Kind == "AUDIT_LOG_CREATED"));
        var told = webhook.Rows.Where(row => row.Kind == "FLAG_UPDATED").Select(row => New(row).GetProperty("feature_segment")).ToArray();
        Assert.Equal(3, told.Length);
        Assert.Equal(["1", "2"], told.Where(each => each.ValueKind == JsonValueKind.Object).Select(each => each.GetProperty("segment").GetProperty("id").ToString()).Order());
        Assert.Equal(webhook.Rows.Count, webhook.Rows.Select(row => row.Key).Distinct().Count());

        // And each that goes: the event says what was, and that there is nothing now.
        await bench.Server.ManageAsync(HttpStatusCode.OK, "PUT", await bench.Server.FlagPathAsync("page_size"), """{"segment_overrides":[]}""");
        await bench.DrainAsync();
        var gone = webhook.Rows.Where(row => row.Kind == "FLAG_DELETED").ToArray();
        Assert.All(gone, row => Assert.Equal(JsonValueKind.Null, New(row).ValueKind));
        Assert.Equal(["1", "2"], gone.Select(row => row.Properties.GetProperty("data").GetProperty("previous_state").GetProperty("feature_segment").GetProperty("segment").GetProperty("id").ToString()).Order());
        Assert.Equal(3, webhook.Rows.Count(row => row.Kind == "FLAG_UPDATED"));
    }

    [Fact]
    public async Task Whatever_is_done_to_a_flag_is_told_with_what_it_was_and_what_it_is()
    {
        await using var bench = await ChangeBench.OpenAsync();
        var (server, webhook) = (bench.Server, bench.Of<StrictWebhook>());
        const string Features = "api/v1/projects/1/features/";
        var plain = (await server.ManageAsync(HttpStatusCode.Created, "POST", Features, """{"name":"plain","initial_value":"a"}""")).GetProperty("id");
        var hero = await server.ManageAsync(HttpStatusCode.Created, "POST", Features, """{"name":"hero","multivariate_options":[{"type":"unicode","string_value":"b","default_percentage_allocation":10}]}""");
        var environment = $"api/v1/environments/{server.ClientKey}/";
        var identity = (await server.ManageAsync(HttpStatusCode.Created, "POST", environment + "identities/", """{"identifier":"dana"}""")).GetProperty("id");
        var own = $"{environment}identities/{identity}/featurestates/";
        var (one, two) = (await MakeSegmentAsync("one"), await MakeSegmentAsync("two"));
        var (state, heroState) = (await StateAsync(plain), await StateAsync(hero.GetProperty("id")));
        await bench.ConnectAsync(webhook);

        await DoAsync("PATCH", state, """{"enabled":true}""", "FLAG_UPDATED plain: off a -> on a");
        await DoAsync("PATCH", state, """{"feature_state_value":"b"}""", "FLAG_UPDATED plain: on a -> on b");
        await DoAsync("PATCH", heroState, $$"""{"multivariate_feature_state_values":[{"multivariate_feature_option":{{hero.GetProperty("multivariate_options")[0].GetProperty("id")}},"percentage_allocation":40}]}""", "FLAG_UPDATED hero: off null b=10 -> off null b=40");
        var flag = $"api/__future__/environments/{server.ClientKey}/features/{plain}/";
        await DoAsync("PATCH", flag, $$$"""{"segment_overrides":[{"segment":{"id":{{{one}}}},"enabled":false}]}""", "FLAG_UPDATED plain: nothing -> off b one#0");
        await DoAsync("PATCH", flag, $$$"""{"segment_overrides":[{"segment":{"id":{{{two}}}},"enabled":true}]}""", "FLAG_UPDATED plain: nothing -> on b two#1");
        var links = (await server.ManageAsync(HttpStatusCode.OK, "GET", $"api/v1/features/feature-segments/?environment=1&feature={plain}")).GetProperty("results").EnumerateArray().Select(each => each.GetProperty("id").GetInt32()).ToList();
        await DoAsync("POST", "api/v1/features/feature-segments/update-priorities/", $$"""[{"id":{{links[0]}},"priority":1},{"id":{{links[1]}},"priority":0}]""", "FLAG_UPDATED plain: off b one#0 -> off b one#1", "FLAG_UPDATED plain: on b two#1 -> on b two#0");
        await DoAsync("DELETE", $"api/v1/projects/1/segments/{two}/", null, "FLAG_DELETED plain: on b two#0 -> nothing", "FLAG_UPDATED plain: off b one#1 -> off b one#0");
        await DoAsync("DELETE", $"{flag}segment-overrides/{one}/", null, "FLAG_DELETED plain: off b one#0 -> nothing");
        await DoAsync("POST", own, $$"""{"feature":{{plain}},"enabled":false,"feature_state_value":"c"}""", $"FLAG_UPDATED plain: nothing -> off c dana/{identity}");
        var over = (await server.ManageAsync(HttpStatusCode.OK, "GET", own)).GetProperty("results")[0].GetProperty("id");
        await DoAsync("DELETE", $"{own}{over}/", null, $"FLAG_DELETED plain: off c dana/{identity} -> nothing");
        await DoAsync("DELETE", $"{Features}{plain}/", null, "FLAG_DELETED plain: on b -> nothing");

        async Task DoAsync(string method, string path, string? body, params string[] expected)
        {
            var before = webhook.Rows.Count;
            using var content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = content };
            using var answer = await server.Management.SendAsync(request);
            Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            await bench.DrainAsync();
            Assert.Equal(expected, webhook.Rows.Skip(before).Select(Told).Order(StringComparer.Ordinal));
        }

        async Task<int> MakeSegmentAsync(string name) => (await server.ManageAsync(
            HttpStatusCode.Created, "POST", "api/v1/projects/1/segments/", $$"""{"name":"{{name}}","project":1,"rules":[{"type":"ALL","conditions":[{"operator":"EQUAL","property":"x","value":"y"}],"rules":[]}]}""")).GetProperty("id").GetInt32();

        async Task<string> StateAsync(JsonElement feature) =>
            $"api/v1/features/featurestates/{(await server.ManageAsync(HttpStatusCode.OK, "GET", $"api/v1/features/featurestates/?environment=1&feature={feature}")).GetProperty("results")[0].GetProperty("id")}/";
    }

    private static string Told(Row row)
    {
        var data = row.Properties.GetProperty("data");
        return $"{row.Kind} {row.User}: {State(data, "previous_state")} -> {State(data, "new_state")}";
    }

    private static string State(JsonElement data, string name)
    {
        if (!data.TryGetProperty(name, out var state) || state.ValueKind == JsonValueKind.Null) return "nothing";
        var value = state.GetProperty("feature_state_value");
        var segment = state.GetProperty("feature_segment");
        IEnumerable<string> parts =
        [
            state.GetProperty("enabled").GetBoolean() ? "on" : "off", value.ValueKind == JsonValueKind.Null ? "null" : value.ToString(),
            .. segment.ValueKind == JsonValueKind.Null ? (string[])[] : [$"{segment.GetProperty("segment").GetProperty("name")}#{segment.GetProperty("priority")}"],
            .. state.GetProperty("identity_identifier").ValueKind == JsonValueKind.Null ? (string[])[] : [$"{state.GetProperty("identity_identifier")}/{state.GetProperty("identity")}"],
            .. state.GetProperty("multivariate_feature_state_values").EnumerateArray().Select(each => $"{each.GetProperty("multivariate_feature_option").GetProperty("value")}={each.GetProperty("percentage_allocation").GetDouble()}"),
        ];
        return string.Join(' ', parts);
    }

    [Fact]
    public async Task An_organisation_is_told_of_each_record_once_and_a_place_that_goes_is_told_as_one()
    {
        await using var bench = await ChangeBench.OpenAsync();
        var (server, webhook) = (bench.Server, bench.Of<StrictWebhook>());
        await bench.ConnectAsync(webhook, "api/v1/organisations/1/webhooks/");
        const string Audit = "api/v1/organisations/1/audit/?page_size=1";
        var last = (await server.ManageAsync(HttpStatusCode.OK, "GET", Audit)).GetProperty("results")[0].GetProperty("id");
        await server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/organisations/1/groups/", """{"name":"Team"}""");
        var project = (await server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/projects/", """{"name":"Short-lived","organisation":1}""")).GetProperty("id");
        var environment = await server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/environments/", $$"""{"name":"Live","project":{{project}}}""");
        var key = environment.GetProperty("api_key").GetString();
        var tag = (await server.ManageAsync(HttpStatusCode.Created, "POST", $"api/v1/projects/{project}/tags/", """{"label":"shown"}""")).GetProperty("id");
        for (var at = 0; at < 20; at++) await server.ManageAsync(HttpStatusCode.Created, "POST", $"api/v1/projects/{project}/features/", $$"""{"name":"f{{at}}","tags":[{{tag}}]}""");
        var amplitude = await server.ManageAsync(HttpStatusCode.Created, "POST", $"api/v1/environments/{key}/integrations/amplitude/", """{"api_key":"a-secret-key"}""");
        await server.ManageAsync(HttpStatusCode.OK, "PATCH", $"api/v1/environments/{key}/integrations/amplitude/{amplitude.GetProperty("id")}/", """{"api_key":"another-secret-key"}""");
        await server.ManageAsync(HttpStatusCode.Created, "POST", $"api/v1/environments/{key}/identities/", """{"identifier":"a-secret-name"}""");
        await server.ManageAsync(HttpStatusCode.NoContent, "DELETE", $"api/v1/projects/{project}/");
        await bench.DrainAsync();

        var records = (await server.ManageAsync(HttpStatusCode.OK, "GET", $"api/v1/organisations/1/audit/?after_id={last}")).GetProperty("results").EnumerateArray().ToList();
        var told = webhook.Rows.Where(row => row.Kind == "AUDIT_LOG_CREATED").Select(row => row.Properties.GetProperty("data")).ToList();
        Assert.Equal(
            records.Select(each => $"{each.GetProperty("related_object_type")} {each.GetProperty("related_object_id")} {each.GetProperty("log")}"),
            told.Select(each => $"{each.GetProperty("related_object_type")} {each.GetProperty("related_object_id")} {each.GetProperty("log")}"));
        var gone = told.FindAll(each => each.GetProperty("log").GetString()!.Contains(" deleted: ", StringComparison.Ordinal)).ConvertAll(each => each.GetProperty("log").GetString());
        Assert.Equal(["Destination deleted: amplitude", "Environment deleted: Live", "Project deleted: Short-lived"], gone.Order());
        Assert.Equal("Live", told.Single(each => each.GetProperty("log").GetString() == "Environment deleted: Live").GetProperty("environment").GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Null, told[0].GetProperty("project").ValueKind);
        Assert.DoesNotContain("secret", string.Concat(webhook.Rows.Select(row => row.Properties.ToString())), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "CHG-03")]
    public async Task A_new_feature_is_told_to_receivers_of_each_environment_and_to_those_of_the_project()
    {
        await using var bench = await ChangeBench.OpenAsync();
        foreach (var receiver in bench.Vendors) await bench.ConnectAsync(receiver);
        await bench.Server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/projects/1/features/", """{"name":"brand_new","default_enabled":true,"initial_value":"x & <y>"}""");
        await bench.DrainAsync();

        Assert.All(bench.Vendors, receiver => Assert.True(receiver.Rows.Count == 1, $"{receiver.Name}: {receiver.Rows.Count}"));
        Assert.All(bench.Vendors, receiver => Assert.Empty(receiver.Findings.Concat(receiver.Dropped)));
        Assert.Contains("x &amp; &lt;y&gt;", bench.Of<StrictSlack>().Rows[0].Properties.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal("created", bench.Of<StrictSentry>().Rows[0].Kind);
        Assert.Equal("brand_new", bench.Of<StrictDynatrace>().Rows[0].User);
    }

    [Fact]
    [Trait("Row", "CHG-04")]
    public async Task Two_changes_of_one_flag_have_two_ids_and_come_in_order()
    {
        await using var bench = await ChangeBench.OpenAsync();
        var sentry = bench.Of<StrictSentry>();
        await bench.ConnectAsync(sentry);
        foreach (var text in (string[])["one", "two"]) await bench.Server.ChangeTextAsync("checkout_button", text);
        await bench.DrainAsync();

        Assert.Equal(2, sentry.Rows.Select(row => row.Properties.GetProperty("change_id").GetInt64()).Distinct().Count());
        Assert.True(sentry.Rows[0].ShownAt < sentry.Rows[1].ShownAt);
    }

    [Fact]
    [Trait("Row", "CHG-05")]
    public async Task A_flag_of_150_characters_is_shortened_with_a_hash_and_never_lost_behind_a_success()
    {
        await using var bench = await ChangeBench.OpenAsync();
        var sentry = bench.Of<StrictSentry>();
        await bench.ConnectAsync(sentry);
        await bench.Server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/projects/1/features/", JsonSerializer.Serialize(new { name = new string('f', 150) }));
        var ledger = (await bench.DrainAsync()).Single().GetProperty("ledger");

        Assert.Equal((1, 0), (ledger.GetProperty("delivered").GetInt32(), ledger.GetProperty("parked").GetInt32()));
        Assert.Matches("^f{91}~[0-9a-f]{8}$", Assert.Single(sentry.Rows).User);
    }

    [Fact]
    public async Task The_body_tells_who_changed_what_from_what_to_what_and_when()
    {
        await using var bench = await ChangeBench.OpenAsync();
        var webhook = bench.Of<StrictWebhook>();
        webhook.LegacySecret = "my shared secret";
        await bench.Server.ManageAsync(
            HttpStatusCode.Created, "POST", bench.PathOf("webhook"), bench.SettingsOf(webhook).Replace("{", "{\"secret\":\"my shared secret\",", StringComparison.Ordinal));
        await bench.Server.ChangeTextAsync("checkout_button", "first");
        await bench.Server.ChangeTextAsync("checkout_button", "second");
        await bench.DrainAsync();

        var data = webhook.Rows[1].Properties.GetProperty("data");
        Assert.Equal("first", data.GetProperty("previous_state").GetProperty("feature_state_value").GetString());
        Assert.Equal("second", data.GetProperty("new_state").GetProperty("feature_state_value").GetString());
        Assert.Equal("checkout_button", data.GetProperty("new_state").GetProperty("feature").GetProperty("name").GetString());
        Assert.NotEqual("", data.GetProperty("changed_by").GetString());
        Assert.Equal(webhook.Requests[^1].Header("Guidon-Event-Time"), data.GetProperty("timestamp").GetString());
    }

    [Fact]
    public async Task A_deleted_feature_is_told_with_its_last_state()
    {
        await using var bench = await ChangeBench.OpenAsync();
        var webhook = bench.Of<StrictWebhook>();
        await bench.ConnectAsync(webhook);
        var feature = (await bench.Server.FeatureAsync("checkout_button")).GetProperty("id");
        await bench.Server.ManageAsync(HttpStatusCode.NoContent, "DELETE", $"api/v1/projects/1/features/{feature}/");
        await bench.DrainAsync();

        Assert.NotEmpty(webhook.Rows);
        Assert.All(webhook.Rows, row => Assert.Equal("FLAG_DELETED", row.Kind));
        Assert.All(webhook.Rows, row => Assert.Equal(JsonValueKind.Null, New(row).ValueKind));
        Assert.All(webhook.Rows, row => Assert.Equal("checkout_button", row.Properties.GetProperty("data").GetProperty("previous_state").GetProperty("feature").GetProperty("name").GetString()));
    }

    [Fact]
    public async Task What_changes_nothing_or_is_refused_is_told_to_nobody()
    {
        await using var bench = await ChangeBench.OpenAsync();
        await bench.ConnectAsync(bench.Of<StrictWebhook>());
        await bench.Server.ChangeTextAsync("checkout_button", "same");
        await bench.Server.ChangeTextAsync("checkout_button", "same");
        await bench.Server.ManageAsync(HttpStatusCode.BadRequest, "PATCH", await bench.Server.FlagPathAsync("checkout_button"), """{"segment_overrides":[{"segment":{"id":4711}}]}""");
        await bench.Server.ManageAsync(HttpStatusCode.OK, "PATCH", await bench.Server.FlagPathAsync("checkout_button"), "{}");

        Assert.Equal(1, (await bench.DrainAsync()).Single().GetProperty("ledger").GetProperty("accepted").GetInt32());
    }

    [Fact]
    public async Task Evaluations_and_changes_are_counted_apart()
    {
        await using var bench = await ChangeBench.OpenAsync();
        var webhook = bench.Of<StrictWebhook>();
        await bench.ConnectAsync(webhook);
        await bench.ConnectAsync(webhook, $"api/v1/environments/{bench.Server.ClientKey}/integrations/webhook/");
        await bench.Server.ChangeTextAsync("checkout_button", "new");
        for (var i = 0; i < 3; i++)
        {
            using var answer = await bench.Server.Http.SendAsync(bench.Server.Request(HttpMethod.Post, "api/v1/identities/", bench.Server.ClientKey, $$"""{"identifier":"user-{{i}}"}"""));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        var accepted = (await bench.DrainAsync()).ToDictionary(each => each.GetProperty("integration").GetString()!, each => each.GetProperty("ledger").GetProperty("accepted").GetInt32());
        Assert.Equal((1, 3), (accepted["change-webhook"], accepted["webhook"]));
    }

    [Fact]
    public async Task A_lost_password_a_throttle_a_cut_connection_and_a_success_that_lies_cost_nothing()
    {
        await using var bench = await ChangeBench.OpenAsync();
        bench.Of<StrictDatadog>().Script(FaultStep.Of(429, retryAfter: "1"), FaultStep.Of(503));
        bench.Of<StrictGrafana>().Script(new FaultStep { Mode = FaultMode.CutBefore }, FaultStep.Of(500));
        bench.Of<StrictNewRelic>().Script(FaultStep.Of(200, body: "<html>"), FaultStep.Of(200, body: "{}"));
        bench.Of<StrictDynatrace>().Script(FaultStep.Of(502, times: 2));
        bench.Of<StrictSlack>().Script(FaultStep.Of(200, body: """{"ok":false,"error":"internal_error"}"""));
        bench.Of<StrictSentry>().Secret = "9876543210";
        foreach (var receiver in bench.Vendors.Where(receiver => receiver is not StrictSentry)) await bench.ConnectAsync(receiver);
        var id = await bench.ConnectAsync(bench.Of<StrictSentry>());
        bench.Of<StrictSentry>().Secret = "0123456789";
        await bench.Server.ChangeTextAsync("checkout_button", "one");
        await Eventually.TrueAsync("it is held", async () => (await bench.DestinationAsync("sentry")).GetProperty("state").GetString() == "held");
        await bench.Server.ManageAsync(HttpStatusCode.OK, "PATCH", $"{bench.PathOf("sentry")}{id}/", """{"secret":"0123456789"}""");
        await bench.DrainAsync();

        Assert.All(bench.Vendors, receiver => Assert.True(receiver.Rows.Count == 1, $"{receiver.Name}: {receiver.Rows.Count}"));
    }

    [Fact]
    [Trait("Row", "WHK-05")]
    public async Task A_receiver_that_is_gone_holds_the_destination_and_what_waited_arrives_in_order()
    {
        await using var bench = await ChangeBench.OpenAsync();
        var webhook = bench.Of<StrictWebhook>();
        webhook.Always = FaultStep.Of(410);
        var id = await bench.ConnectAsync(webhook);
        foreach (var text in (string[])["one", "two", "three"]) await bench.Server.ChangeTextAsync("checkout_button", text);
        await Eventually.TrueAsync("it is held", async () => (await bench.DestinationAsync("change-webhook")).GetProperty("held_reason").ToString().StartsWith("gone", StringComparison.Ordinal));
        webhook.Always = null;
        await bench.Server.ManageAsync(HttpStatusCode.OK, "POST", $"api/guidon/v1/destinations/{id}/resume");
        await bench.DrainAsync();

        Assert.Equal(["one", "two", "three"], webhook.Rows.Select(row => New(row).GetProperty("feature_state_value").GetString()));
    }

    [Fact]
    [Trait("Row", "WHK-07")]
    public async Task What_happened_while_a_webhook_was_switched_off_is_filtered_and_offered_by_a_replay_in_order()
    {
        await using var bench = await ChangeBench.OpenAsync();
        var webhook = bench.Of<StrictWebhook>();
        var id = await bench.ConnectAsync(webhook);
        await bench.Server.ManageAsync(HttpStatusCode.OK, "PATCH", $"{bench.PathOf("webhook")}{id}/", """{"enabled":false}""");
        foreach (var text in (string[])["one", "two", "three"]) await bench.Server.ChangeTextAsync("checkout_button", text);
        Assert.Equal(3, (await bench.DrainAsync()).Single().GetProperty("ledger").GetProperty("filtered").GetInt32());
        await bench.Server.ManageAsync(HttpStatusCode.OK, "PATCH", $"{bench.PathOf("webhook")}{id}/", """{"enabled":true}""");
        await bench.Server.ManageAsync(HttpStatusCode.Created, "POST", "api/guidon/v1/replays", $$"""{"destination":{{id}},"mode":"remap_all"}""");

        await Eventually.TrueAsync("all are replayed", () => webhook.Rows.Count == 3);
        Assert.Equal(["one", "two", "three"], webhook.Rows.Select(row => New(row).GetProperty("feature_state_value").GetString()));
        await bench.DrainAsync();
    }

    private static JsonElement New(Row row) => row.Properties.GetProperty("data").GetProperty("new_state");
}
