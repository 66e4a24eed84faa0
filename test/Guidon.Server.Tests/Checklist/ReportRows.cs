using System.Net;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Checklist;

/// <summary>What clients report: analytics in both versions, telemetry, events of experiments; and the paths that probes know.</summary>
public sealed class ReportRows(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Analytics = "api/v1/analytics/flags/";
    private const string AnalyticsV2 = "api/v2/analytics/flags/";
    private const string Telemetry = "api/v1/analytics/telemetry/";
    private const string Events = "v1/events";
    private const long Now = 1_767_225_600_123;

    private GuidonProcess Server => fixture.Server;

    [Fact]
    [Trait("Row", "77, 78, 79, 80")]
    public async Task What_is_reported_is_counted_for_the_feature_whatever_the_case_of_its_name()
    {
        var environment = new PreparedEnvironment("counted", document => PreparedEnvironment.State(document, "theme")["feature"]!["name"] = "MyFlag");
        await using var server = await PreparedInstallation.StartAsync([environment]);
        Assert.Equal("{}", (await server.ExpectAsync(HttpStatusCode.OK, "POST", Analytics, environment.ClientKey, """{"myflag":3,"nobody":7,"MyFlag":-1,"dark_mode":1.5,"page_size":true}""")).GetRawText());
        await server.ExpectAsync(HttpStatusCode.BadRequest, "POST", Analytics, environment.ClientKey, "[]");
        await server.ExpectAsync(HttpStatusCode.NoContent, "POST", AnalyticsV2, environment.ServerKey,
            """{"evaluations":[{"feature_name":"MYFLAG","identity_identifier":"a","enabled_when_evaluated":true,"count":4},{"feature_name":"nobody","enabled_when_evaluated":false,"count":1}]}""");
        await server.ExpectAsync(HttpStatusCode.Accepted, "POST", Events, environment.ClientKey,
            $$"""{"events":[{"event":"$flag_exposure","feature_name":"myFlag","identifier":"a","timestamp":{{Now}}},{"event":"click","timestamp":{{Now}}}]}""");
        await server.StopAsync();
        Assert.Equal(new Dictionary<string, long> { ["MyFlag"] = 8 }, await StoredUsage.ReadAsync(server.Folder));
    }

    [Theory]
    [InlineData("{}", "evaluations")]
    [InlineData("""{"evaluations":{}}""", "evaluations")]
    [InlineData("""{"evaluations":null}""", "evaluations")]
    [InlineData("""{"evaluations":[{"feature_name":"a","count":1}]}""", "evaluations")]
    [InlineData("""{"evaluations":[{"feature_name":"a","count":"1","enabled_when_evaluated":true}]}""", "evaluations")]
    [InlineData("""{"evaluations":[{"feature_name":"a","count":1,"enabled_when_evaluated":1}]}""", "evaluations")]
    [InlineData("""{"evaluations":[{"feature_name":"a","count":1,"enabled_when_evaluated":true,"identity_identifier":null}]}""", "evaluations")]
    [InlineData("""{"evaluations":[7]}""", "evaluations")]
    [InlineData("[]", "non_field_errors")]
    public async Task Analytics_of_the_second_version_are_checked(string body, string field) =>
        Assert.True((await Server.ExpectAsync(HttpStatusCode.BadRequest, "POST", AnalyticsV2, Server.ClientKey, body)).TryGetProperty(field, out _));

    [Fact]
    public async Task Telemetry_needs_no_key_is_checked_and_echoed()
    {
        const string body = """{"organisations":1,"projects":2,"environments":3,"features":4,"segments":5,"users":6,"debug_enabled":false,"env":"prod"}""";
        Assert.Equal(body, (await Server.ExpectAsync(HttpStatusCode.Created, "POST", Telemetry, key: null, body)).GetRawText());
        var error = await Server.ExpectAsync(HttpStatusCode.BadRequest, "POST", Telemetry, key: null, body.Replace("4", "\"four\""));
        Assert.Equal("A valid integer is required.", error.GetProperty("features")[0].GetString());
    }

    [Theory]
    [InlineData("""{"event":"","timestamp":1767225600123}""", "events[1].event must be non-empty")]
    [InlineData("""{"timestamp":1767225600123}""", "events[1].event must be non-empty")]
    [InlineData("""{"event":"$other","timestamp":1767225600123}""", "events[1].event begins with $, which is reserved")]
    [InlineData("""{"event":"$flag_exposure","timestamp":1767225600123}""", "events[1].feature_name is required for $flag_exposure")]
    [InlineData("""{"event":"a","identifier":5,"timestamp":1767225600123}""", "events[1].identifier must be a text of 1 to 2000 characters")]
    [InlineData("""{"event":"a","traits":[],"timestamp":1767225600123}""", "events[1].traits must be an object")]
    [InlineData("""{"event":"a","metadata":"x","timestamp":1767225600123}""", "events[1].metadata must be an object")]
    [InlineData("""{"event":"a"}""", "events[1].timestamp must be milliseconds since 1970")]
    [InlineData("""{"event":"a","timestamp":1577836800000}""", "events[1].timestamp must be after 2020-01-01 and at most 24 hours ahead")]
    [InlineData("""{"event":"a","timestamp":99999999999999}""", "events[1].timestamp must be after 2020-01-01 and at most 24 hours ahead")]
    [InlineData("7", "events[1] must be an object")]
    public async Task Each_event_of_an_experiment_is_judged_by_itself(string bad, string message)
    {
        var mixed = await Server.ExpectAsync(HttpStatusCode.Accepted, "POST", Events, Server.ClientKey, $$"""{"events":[{"event":"good","timestamp":{{Now}}},{{bad}}]}""");
        Assert.Equal(1, mixed.GetProperty("accepted").GetInt32());
        Assert.Equal((1, message), (mixed.GetProperty("rejected")[0].GetProperty("index").GetInt32(), mixed.GetProperty("rejected")[0].GetProperty("error").GetString()));
        var none = await Server.ExpectAsync(HttpStatusCode.BadRequest, "POST", Events, Server.ClientKey, $$"""{"events":[{{bad}}]}""");
        Assert.Equal(0, none.GetProperty("accepted").GetInt32());
    }

    [Fact]
    public async Task Events_larger_than_their_limits_are_rejected()
    {
        foreach (var (member, bytes) in new[] { ("\"value\":\"", 128 * 1024), ("\"metadata\":{\"a\":\"", 8 * 1024), ("\"traits\":{\"a\":\"", 32 * 1024), ("\"identifier\":\"", 2_000), ("\"feature_name\":\"", 2_000) })
        {
            var end = member.Contains('{') ? "\"}" : "\"";
            var body = $"{{\"events\":[{{\"event\":\"a\",\"timestamp\":{Now},{member}{new string('x', bytes + 1)}{end}}}]}}";
            await Server.ExpectAsync(HttpStatusCode.BadRequest, "POST", Events, Server.ClientKey, body);
        }
    }

    [Fact]
    public async Task An_empty_list_of_events_says_so()
    {
        var answer = await Server.ExpectAsync(HttpStatusCode.BadRequest, "POST", Events, Server.ClientKey, """{"events":[]}""");
        Assert.Equal("events must be non-empty", answer.GetProperty("error").GetString());
        await Server.ExpectAsync(HttpStatusCode.BadRequest, "POST", Events, Server.ClientKey, "{}");
    }

    [Theory]
    [InlineData("health")]
    [InlineData("healthcheck")]
    [InlineData("health/liveness/")]
    [InlineData("health/liveness")]
    [InlineData("health/readiness/")]
    [InlineData("health/live")]
    [InlineData("health/ready")]
    public async Task Probes_find_the_names_that_they_know(string path) =>
        Assert.Equal("ok", (await Server.ExpectAsync(HttpStatusCode.OK, "GET", path, key: null)).GetProperty("status").GetString());

    [Fact]
    public async Task The_values_of_a_multivariate_feature_are_listed()
    {
        var flags = await Server.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/flags/", Server.ServerKey);
        var ids = flags.EnumerateArray().ToDictionary(flag => flag.GetProperty("feature").GetProperty("name").GetString() ?? "", flag => flag.GetProperty("feature").GetProperty("id").GetInt32());
        var button = await Server.ExpectAsync(HttpStatusCode.OK, "GET", $"api/v1/flags/{ids["checkout_button"]}/multivariate-options/", Server.ClientKey);
        Assert.Equal("""{"control_value":"green","options":[{"value":"blue"},{"value":"red"}]}""", button.GetRawText());
        foreach (var id in (string[])[ids["fraud_rules"].ToString(), "0", "-1", "99999999999", "x"])
        {
            await Server.ExpectAsync(HttpStatusCode.NotFound, "GET", $"api/v1/flags/{id}/multivariate-options", Server.ClientKey);
        }
    }
}
