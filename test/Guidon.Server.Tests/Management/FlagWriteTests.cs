using System.Net;
using System.Text.Json;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management;

/// <summary>The flag write API, the one that the official command line changes flags with.</summary>
public class FlagWriteTests : IAsyncLifetime
{
    /// <summary>How a new server is wanted.</summary>
    protected virtual ServerSettings New() => new();

    private GuidonProcess? _server;

    private GuidonProcess Server => _server ?? throw new InvalidOperationException("not started");

    public async Task InitializeAsync() => _server = await GuidonProcess.StartAsync(New());

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    [Fact]
    public async Task The_state_is_shown_whole()
    {
        var flag = await GetAsync("page_size");
        AssertJson("""{"enabled":true,"value":{"type":"integer","value":"20"},"variants":[]}""", flag.GetProperty("environment_default"));
        var over = Assert.Single(flag.GetProperty("segment_overrides").EnumerateArray());
        AssertJson($$"""{"segment":{"id":{{Id(over)}}},"priority":0,"enabled":true,"value":{"type":"integer","value":"100"},"variants":[]}""", over);
        AssertJson("null", (await GetAsync("dark_mode")).GetProperty("environment_default").GetProperty("value"));
    }

    [Theory]
    [InlineData("""{"type":"string","value":"v2"}""", "\"v2\"")]
    [InlineData("""{"type":"string","value":""}""", "\"\"")]
    [InlineData("""{"type":"string","value":"Grüße \"quoted\" \\ \u0001"}""", "\"Grüße \\\"quoted\\\" \\\\ \\u0001\"")]
    [InlineData("""{"type":"integer","value":"-42"}""", "-42")]
    [InlineData("""{"type":"boolean","value":"true"}""", "true")]
    [InlineData("null", "null")]
    public async Task A_value_of_every_type_reaches_SDKs(string written, string served)
    {
        await PatchAsync("banner_text", "{\"environment_default\":{\"value\":" + written + "}}");
        var flags = await Server.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/flags/?feature=banner_text", Server.ClientKey);
        AssertJson(served, flags.GetProperty("feature_state_value"));
    }

    [Fact]
    public async Task PATCH_changes_only_what_is_given()
    {
        var segment = Id((await GetAsync("page_size")).GetProperty("segment_overrides")[0]);
        var flag = await PatchAsync("page_size", "{\"segment_overrides\":[{\"segment\":{\"id\":" + segment + "},\"enabled\":false}]}");
        AssertJson("""{"enabled":true,"value":{"type":"integer","value":"20"},"variants":[]}""", flag.GetProperty("environment_default"));
        AssertJson($$"""{"segment":{"id":{{segment}}},"priority":0,"enabled":false,"value":{"type":"integer","value":"100"},"variants":[]}""", flag.GetProperty("segment_overrides")[0]);
        var identity = await Server.ExpectAsync(
            HttpStatusCode.OK, "POST", "api/v1/identities/", Server.ClientKey, """{"identifier":"pro","transient":true,"traits":[{"trait_key":"plan","trait_value":"pro"}]}""");
        Assert.False(identity.GetProperty("flags").EnumerateArray().Single(each => each.GetProperty("feature").GetProperty("name").GetString() == "page_size")
            .GetProperty("enabled").GetBoolean());
    }

    [Fact]
    public async Task A_new_override_takes_what_it_leaves_out_from_the_default_and_the_next_free_place()
    {
        var (pro, early) = await SegmentsAsync();
        var flag = await PatchAsync("page_size", "{\"environment_default\":{\"value\":{\"type\":\"integer\",\"value\":\"30\"}},\"segment_overrides\":[{\"segment\":{\"id\":" + early + "},\"enabled\":false}]}");
        AssertJson($$"""{"segment":{"id":{{early}}},"priority":1,"enabled":false,"value":{"type":"integer","value":"30"},"variants":[]}""", flag.GetProperty("segment_overrides")[1]);
        Assert.Equal(pro, Id(flag.GetProperty("segment_overrides")[0]));
    }

    [Fact]
    public async Task PUT_replaces_what_is_given_and_removes_overrides_that_it_does_not_list()
    {
        var (pro, early) = await SegmentsAsync();
        var path = await Server.FlagPathAsync("page_size");
        var flag = await Server.ManageAsync(HttpStatusCode.OK, "PUT", path, "{\"segment_overrides\":[{\"segment\":{\"id\":" + early + "},\"priority\":7}]}");
        AssertJson("""{"enabled":true,"value":{"type":"integer","value":"20"},"variants":[]}""", flag.GetProperty("environment_default"));
        AssertJson($$"""[{"segment":{"id":{{early}}},"priority":7,"enabled":true,"value":{"type":"integer","value":"20"},"variants":[]}]""", flag.GetProperty("segment_overrides"));
        flag = await PatchAsync("page_size", "{\"segment_overrides\":[{\"segment\":{\"id\":" + pro + "}}]}");
        Assert.Equal(2, flag.GetProperty("segment_overrides").GetArrayLength());
        Assert.Empty((await Server.ManageAsync(HttpStatusCode.OK, "PUT", path, """{"segment_overrides":[]}""")).GetProperty("segment_overrides").EnumerateArray());
        await PatchAsync("page_size", "{\"segment_overrides\":[{\"segment\":{\"id\":" + early + "}}]}");
        flag = await Server.ManageAsync(HttpStatusCode.OK, "PUT", path, """{"environment_default":{}}""");
        AssertJson("""{"enabled":false,"value":null,"variants":[]}""", flag.GetProperty("environment_default"));
        Assert.Single(flag.GetProperty("segment_overrides").EnumerateArray());
    }

    [Fact]
    public async Task Weights_are_written_for_all_variants_and_copied_to_a_new_override()
    {
        var flag = await GetAsync("checkout_button");
        var ids = flag.GetProperty("environment_default").GetProperty("variants").EnumerateArray().Select(each => each.GetProperty("id").GetInt32()).ToList();
        var (pro, _) = await SegmentsAsync();
        var variants = $$"""[{"id":{{ids[0]}},"weight":12.5},{"id":{{ids[1]}},"weight":0}]""";
        flag = await PatchAsync("checkout_button", "{\"environment_default\":{\"variants\":" + variants + "},\"segment_overrides\":[{\"segment\":{\"id\":" + pro + "}}]}");
        AssertJson(variants, flag.GetProperty("environment_default").GetProperty("variants"));
        AssertJson(variants, flag.GetProperty("segment_overrides")[0].GetProperty("variants"));
        var document = await Server.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/environment-document/", Server.ServerKey);
        Assert.Contains("12.5", document.GetProperty("feature_states").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Removing_an_override_answers_with_what_is_left_and_then_404()
    {
        var (pro, _) = await SegmentsAsync();
        var path = await Server.FlagPathAsync("page_size") + $"segment-overrides/{pro}/";
        Assert.Empty((await Server.ManageAsync(HttpStatusCode.OK, "DELETE", path)).GetProperty("segment_overrides").EnumerateArray());
        Assert.Equal("Segment override not found.", (await Server.ManageAsync(HttpStatusCode.NotFound, "DELETE", path)).GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("PATCH", "{}")]
    [InlineData("PUT", "{}")]
    [InlineData("PATCH", """{"environment_default":{},"segment_overrides":[]}""")]
    [InlineData("PATCH", """{"environment_default":{"enabled":true,"value":{"type":"string","value":"Welcome!"}}}""")]
    [InlineData("PATCH", """{"something":"else"}""")]
    public async Task What_changes_nothing_writes_nothing(string method, string body)
    {
        var before = (await Server.ReadFlagAsync("banner_text")).UpdatedAt;
        var flag = await Server.ManageAsync(HttpStatusCode.OK, method, await Server.FlagPathAsync("banner_text"), body);
        AssertJson("""{"type":"string","value":"Welcome!"}""", flag.GetProperty("environment_default").GetProperty("value"));
        Assert.Equal(before, (await Server.ReadFlagAsync("banner_text")).UpdatedAt);
    }

    [Fact]
    public async Task All_errors_are_named_at_once_each_where_it_is_and_nothing_is_written()
    {
        var (pro, _) = await SegmentsAsync();
        var errors = await RefusedAsync("PATCH", "page_size", $$"""
            {"environment_default":{"enabled":"yes","value":{"type":"integer","value":"4.5"},"variants":[{"id":1,"weight":5}]},
             "segment_overrides":[{"segment":{"id":{{pro}} },"priority":-1},{"segment":{"id":{{pro}} } },{"segment":{"id":999} },{"enabled":true}]}
            """);
        var part = errors.GetProperty("environment_default");
        AssertJson("""["Must be a valid boolean."]""", part.GetProperty("enabled"));
        AssertJson("""["A valid integer is required."]""", part.GetProperty("value").GetProperty("value"));
        AssertJson("""["Feature is not multivariate."]""", part.GetProperty("variants"));
        var overrides = errors.GetProperty("segment_overrides");
        Assert.True(overrides[0].TryGetProperty("priority", out _));
        AssertJson($$"""["Duplicate segment: {{pro}}."]""", overrides[1].GetProperty("segment"));
        AssertJson("""["Segment not found."]""", overrides[2].GetProperty("segment"));
        AssertJson("""["This field is required."]""", overrides[3].GetProperty("segment"));
        Assert.Equal("invalid", errors.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("""[{"id":FIRST,"weight":5}]""", "Must include all feature's variants.")]
    [InlineData("""[{"id":FIRST,"weight":60},{"id":SECOND,"weight":50}]""", "Total weight must not exceed 100.")]
    [InlineData("""[{"id":FIRST,"weight":60},{"id":9999,"weight":5}]""", "Variant not found.")]
    public async Task Weights_that_break_a_rule_are_refused(string variants, string message)
    {
        var ids = (await GetAsync("checkout_button")).GetProperty("environment_default").GetProperty("variants").EnumerateArray().Select(each => each.GetProperty("id").GetRawText()).ToList();
        var written = variants.Replace("FIRST", ids[0], StringComparison.Ordinal).Replace("SECOND", ids[1], StringComparison.Ordinal);
        var errors = await RefusedAsync("PATCH", "checkout_button", "{\"environment_default\":{\"variants\":" + written + "}}");
        AssertJson($$"""["{{message}}"]""", errors.GetProperty("environment_default").GetProperty("variants"));
    }

    [Fact]
    public async Task PUT_of_a_feature_with_variants_must_say_their_weights()
    {
        var errors = await RefusedAsync("PUT", "checkout_button", """{"environment_default":{"enabled":true}}""");
        AssertJson("""["Must include all feature's variants."]""", errors.GetProperty("environment_default").GetProperty("variants"));
    }

    [Fact]
    public async Task Two_overrides_of_one_priority_are_refused()
    {
        var (pro, early) = await SegmentsAsync();
        var errors = await RefusedAsync("PATCH", "page_size", "{\"segment_overrides\":[{\"segment\":{\"id\":" + early + "},\"priority\":0}]}");
        Assert.Equal("Duplicate priority: 0.", errors.GetProperty("detail").GetString());
        // Both in one request may change places.
        var flag = await PatchAsync("page_size", $$"""{"segment_overrides":[{"segment":{"id":{{early}}},"priority":0},{"segment":{"id":{{pro}}},"priority":1}]}""");
        Assert.Equal([early, pro], flag.GetProperty("segment_overrides").EnumerateArray().Select(Id));
    }

    [Fact]
    [Trait("Row", "M104")]
    public async Task A_burst_of_writes_with_twenty_destinations_loses_no_event_and_its_lag_recovers()
    {
        const int Authors = 10, WritesOfEach = 12;
        await using var receiver = await RecordingReceiver.StartAsync();
        for (var at = 0; at < 20; at++)
            await Server.ManageAsync(HttpStatusCode.Created, "POST", at < 10 ? $"api/v1/environments/{Server.ClientKey}/webhooks/" : "api/v1/organisations/1/webhooks/", $$"""{"url":"{{new Uri(receiver.Address, $"/{at}")}}","enabled":true}""");
        string[] features = ["banner_text", "page_size", "theme"];
        var flags = await Task.WhenAll(features.Select(Server.FlagPathAsync));

        var written = await Task.WhenAll(Enumerable.Range(0, Authors).Select(async author =>
        {
            List<string> values = [];
            foreach (var write in Enumerable.Range(0, WritesOfEach))
            {
                values.Add($"{author}-{write}");
                await Server.ManageAsync(HttpStatusCode.OK, "PATCH", flags[author % flags.Length], "{\"environment_default\":{\"value\":{\"type\":\"string\",\"value\":\"" + values[^1] + "\"}}}");
            }

            return values;
        }));
        IReadOnlyList<JsonElement> ledgers = [];
        await Eventually.TrueAsync("all destinations have caught up", async () =>
        {
            ledgers = [.. (await Server.ManageAsync(HttpStatusCode.OK, "GET", "api/guidon/v1/destinations")).GetProperty("results").EnumerateArray().Select(each => each.GetProperty("ledger"))];
            return ledgers.All(each => each.GetProperty("pending").GetInt64() == 0);
        });

        Assert.Equal(20, ledgers.Count);
        Assert.All(ledgers, each => Assert.Equal((0, each.GetProperty("accepted").GetInt64()), (each.GetProperty("residual").GetInt64(), each.GetProperty("delivered").GetInt64())));
        var all = written.SelectMany(values => values).Order(StringComparer.Ordinal).ToArray();
        var told = receiver.Requests.Where(request => request.Json.GetProperty("event_type").GetString() == "FLAG_UPDATED").ToLookup(request => request.Path, request => request.Json.GetProperty("data").GetProperty("new_state").GetProperty("feature_state_value").GetString());
        Assert.Equal(20, told.Count);
        Assert.All(told, hook => Assert.Equal(all, hook.Order(StringComparer.Ordinal)));
        var records = await Server.ManageAsync(HttpStatusCode.OK, "GET", "api/v1/organisations/1/audit/?related_object_type=FEATURE_STATE&page_size=1");
        Assert.Equal(all.Length, records.GetProperty("count").GetInt32());
        foreach (var feature in features)
        {
            var value = (await GetAsync(feature)).GetProperty("environment_default").GetProperty("value").GetProperty("value").GetString();
            Assert.Contains(written, values => values[^1] == value);
            Assert.Equal(value, (await Server.ReadFlagAsync(feature)).Text);
        }
    }

    [Theory]
    [InlineData("api/__future__/environments/nobody/features/1/")]
    [InlineData("api/__future__/environments/KEY/features/999999/")]
    [InlineData("api/__future__/environments/KEY/features/none/")]
    public async Task What_does_not_exist_is_404_with_a_detail_for_every_method(string path)
    {
        foreach (var method in (string[])["GET", "PATCH", "PUT"])
        {
            var answer = await Server.ManageAsync(HttpStatusCode.NotFound, method, path.Replace("KEY", Server.ClientKey, StringComparison.Ordinal), method == "GET" ? null : "{}");
            Assert.Equal("Not found.", answer.GetProperty("detail").GetString());
        }
    }

    [Fact]
    public async Task Without_a_master_key_nothing_is_read_or_written() =>
        await Server.ExpectAsync(HttpStatusCode.Unauthorized, "PATCH", await Server.FlagPathAsync("page_size"), Server.ServerKey, "{}");

    private async Task<JsonElement> RefusedAsync(string method, string feature, string body)
    {
        var before = await GetAsync(feature);
        var errors = await Server.ManageAsync(HttpStatusCode.BadRequest, method, await Server.FlagPathAsync(feature), body);
        AssertJson(before.GetRawText(), await GetAsync(feature));
        return errors;
    }

    private async Task<JsonElement> GetAsync(string feature) => await Server.ManageAsync(HttpStatusCode.OK, "GET", await Server.FlagPathAsync(feature));

    private async Task<JsonElement> PatchAsync(string feature, string body) =>
        await Server.ManageAsync(HttpStatusCode.OK, "PATCH", await Server.FlagPathAsync(feature), body);

    /// <summary>Of the sample project: pro_customers overrides page_size, early_access overrides new_dashboard.</summary>
    private async Task<(int Pro, int Early)> SegmentsAsync() => (
        Id((await GetAsync("page_size")).GetProperty("segment_overrides")[0]), Id((await GetAsync("new_dashboard")).GetProperty("segment_overrides")[0]));

    private static int Id(JsonElement segmentOverride) => segmentOverride.GetProperty("segment").GetProperty("id").GetInt32();

    private static void AssertJson(string expected, JsonElement actual) => Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), actual), actual.GetRawText());
}
