using System.Net;
using System.Text.Json;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Checklist;

/// <summary>All SDK routes × all kinds of keys × all switches: who is let in, what is shown, what is stored.</summary>
[Trait("Row", "5, 6, 8, 9, 10, 11, 30, 31, 32, 33, 34, 35, 36, 38, 59, 60, 61")]
public sealed class KeysAndVisibility(SwitchTable table) : IClassFixture<SwitchTable>
{
    // The sample project, as an oracle that knows nothing of the product: name, on or off, seen with server-side keys only.
    private static readonly (string Name, bool On, bool ServerOnly)[] s_features =
    [
        ("dark_mode", true, false), ("new_dashboard", false, false), ("old_search", false, true), ("banner_text", true, false), ("page_size", true, false),
        ("theme", true, false), ("fraud_rules", true, true), ("checkout_button", true, false),
    ];

    private const string Ofrep = "ofrep/v1/evaluate/flags";
    private const string Identities = "api/v1/identities/";

    private static readonly (string Method, string Path, string? Body)[] s_routes =
    [
        ("GET", "api/v1/flags/", null), ("GET", "api/v1/flags/?feature=dark_mode", null), ("GET", "api/v1/flags/1/multivariate-options/", null),
        ("GET", Identities + "?identifier=a", null), ("GET", Identities + "?identifier=a&feature=dark_mode", null), ("POST", Identities, "{}"),
        ("POST", "api/v1/bulk-identities/", """{"data":[]}"""), ("GET", "api/v1/environment-document/", null),
        ("POST", "api/v1/traits/", Trait), ("PUT", "api/v1/traits/bulk/", "[]"),
        ("POST", "api/v1/traits/increment-value/", """{"trait_key":"visits","increment_by":1,"identifier":"counted"}"""),
        ("POST", "api/v1/analytics/flags/", "{}"), ("POST", "api/v2/analytics/flags/", """{"evaluations":[]}"""), ("POST", "v1/events", Event),
        ("GET", "api/v1/flags/someone", null), ("GET", Identities + "someone/", null), ("POST", Identities + "someone/traits/plan", """{"trait_value":1}"""),
        ("POST", Ofrep, """{"context":{}}"""), ("POST", Ofrep + "/dark_mode", """{"context":{}}"""),
    ];

    private const string Trait = """{"identity":{"identifier":"stored"},"trait_key":"plan","trait_value":"pro"}""";
    private const string Event = """{"events":[{"event":"seen","timestamp":1767225600123}]}""";

    public static TheoryData<string> Names => [.. Switches.All.Select(switches => switches.Name)];

    public static TheoryData<string> Serving => [.. Switches.All.Where(switches => !switches.StopServing).Select(switches => switches.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_key_that_is_missing_unknown_inactive_or_expired_opens_nothing(string name)
    {
        var environment = Of(name).Environment;
        foreach (var (method, path, body) in s_routes)
        {
            foreach (var key in (string?[])[null, "", "unknown", "ser.unknown", environment.InactiveKey, environment.ExpiredKey])
            {
                var (status, answer) = await AskAsync(method, path, key, body);
                var expected = (path == "v1/events" || path.StartsWith(Ofrep)) && string.IsNullOrEmpty(key) ? HttpStatusCode.Unauthorized : HttpStatusCode.Forbidden;
                Assert.True(expected == status, $"{method} {path} with {key ?? "no key"}: {status}");
                Assert.StartsWith("Invalid or missing Environment ", answer.GetProperty("detail").GetString());
            }
        }
    }

    [Fact]
    public async Task An_organisation_that_serves_nothing_is_refused_everywhere()
    {
        var environment = Switches.All.Single(switches => switches.StopServing).Environment;
        foreach (var (method, path, body) in s_routes)
        {
            foreach (var key in (string[])[environment.ClientKey, environment.ServerKey])
            {
                var (status, answer) = await AskAsync(method, path, key, body);
                Assert.True(status == HttpStatusCode.Forbidden, $"{method} {path}: {status}");
                Assert.Equal("Organisation is disabled from serving flags.", answer.GetProperty("detail").GetString());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Serving))]
    public async Task Every_list_shows_what_the_one_rule_allows(string name)
    {
        var switches = Of(name);
        foreach (var (key, server) in Keys(switches))
        {
            var nobody = Shown(switches, server, overridden: false);
            var someone = Shown(switches, server, overridden: true);
            Assert.Equal(nobody, NamesOf(await GoodAsync("GET", "api/v1/flags/", key)));
            Assert.Equal(nobody, NamesOf((await GoodAsync("GET", Identities + "?identifier=nobody", key)).GetProperty("flags")));
            Assert.Equal(nobody, NamesOf((await GoodAsync("POST", Identities, key, "{}")).GetProperty("flags")));
            Assert.Equal(nobody, NamesOf(await GoodAsync("GET", "api/v1/flags/nobody", key)));
            Assert.Equal(nobody, KeysOf(await GoodAsync("POST", Ofrep, key, """{"context":{}}""")));
            Assert.Equal(someone, KeysOf(await GoodAsync("POST", Ofrep, key, $$$"""{"context":{"targetingKey":"{{{SwitchTable.Overridden}}}"}}""")));
            Assert.Equal(someone, NamesOf((await GoodAsync("GET", $"{Identities}?identifier={SwitchTable.Overridden}", key)).GetProperty("flags")));
            Assert.Equal(someone, NamesOf((await GoodAsync("POST", Identities, key, $$"""{"identifier":"{{SwitchTable.Overridden}}"}""")).GetProperty("flags")));
            Assert.Equal(someone, NamesOf((await GoodAsync("GET", $"{Identities}{SwitchTable.Overridden}/", key)).GetProperty("flags")));
        }
    }

    [Theory]
    [MemberData(nameof(Serving))]
    public async Task Every_single_flag_is_there_or_404_by_the_same_rule(string name)
    {
        var switches = Of(name);
        foreach (var (key, server) in Keys(switches))
        {
            var nobody = Shown(switches, server, overridden: false);
            var someone = Shown(switches, server, overridden: true);
            foreach (var (feature, _, _) in s_features)
            {
                await IsAsync(nobody, feature, $"api/v1/flags/?feature={feature}");
                await IsAsync(nobody, feature, $"api/v1/flags/{table.Features[feature]}/multivariate-options/");
                await IsAsync(nobody, feature, $"{Ofrep}/{feature}", """{"context":{}}""");
                await IsAsync(someone, feature, $"{Ofrep}/{feature}", $$$"""{"context":{"targetingKey":"{{{SwitchTable.Overridden}}}"}}""");
                await IsAsync(someone, feature, $"{Identities}?identifier={SwitchTable.Overridden}&feature={feature}");
            }

            async Task IsAsync(IEnumerable<string> shown, string feature, string path, string? body = null)
            {
                var (status, _) = await AskAsync(body is null ? "GET" : "POST", path, key, body);
                Assert.True((shown.Contains(feature) ? HttpStatusCode.OK : HttpStatusCode.NotFound) == status, $"{path} with {key}: {status}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Serving))]
    public async Task Traits_count_are_shown_and_are_stored_as_the_switches_say(string name)
    {
        var switches = Of(name);
        foreach (var (key, server) in Keys(switches))
        {
            var (counts, identity) = (server || switches.ClientTraits, server ? "by-server" : "by-client");
            var first = await GoodAsync("POST", Identities, key, $$"""{"identifier":"{{identity}}","traits":[{"trait_key":"plan","trait_value":"pro"}]}""");
            Assert.Equal(counts ? 100 : 20, PageSize(first));
            Assert.Equal(counts && !switches.HideSensitive ? 1 : 0, first.GetProperty("traits").GetArrayLength());
            var second = await GoodAsync("GET", $"{Identities}?identifier={identity}", key);
            Assert.Equal(counts && switches.PersistTraits ? 100 : 20, PageSize(second));
            Assert.Equal(counts && switches.PersistTraits && !switches.HideSensitive ? 1 : 0, second.GetProperty("traits").GetArrayLength());
        }
    }

    [Theory]
    [MemberData(nameof(Serving))]
    public async Task The_trait_endpoints_store_or_say_why_not(string name)
    {
        var switches = Of(name);
        foreach (var (key, server) in Keys(switches))
        {
            foreach (var (method, path, body) in s_routes.Where(route => route.Path.Contains("traits")))
            {
                var (status, answer) = await AskAsync(method, path, key, body);
                var expected = !switches.PersistTraits ? HttpStatusCode.Forbidden : server || switches.ClientTraits ? HttpStatusCode.OK : HttpStatusCode.BadRequest;
                Assert.True(expected == status, $"{method} {path} with {key}: {status} {answer}");
                if (status == HttpStatusCode.Forbidden) Assert.Equal("Organisation is not authorised to store traits.", answer.GetProperty("detail").GetString());
                if (status == HttpStatusCode.BadRequest) Assert.Equal("Setting traits not allowed with client key.", answer.GetProperty("non_field_errors")[0].GetString());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Serving))]
    public async Task Only_a_server_side_key_reads_the_document_and_it_is_whole(string name)
    {
        var environment = Of(name).Environment;
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync("GET", "api/v1/environment-document/", environment.ClientKey)).Status);
        var document = await GoodAsync("GET", "api/v1/environment-document/", environment.ServerKey);
        Assert.Equal(s_features.Select(feature => feature.Name).Order(), NamesOf(document.GetProperty("feature_states")));
        Assert.Equal(environment.ClientKey, document.GetProperty("api_key").GetString());
    }

    [Theory]
    [MemberData(nameof(Serving))]
    public async Task Reports_are_taken_from_both_kinds_of_key(string name)
    {
        foreach (var (key, _) in Keys(Of(name)))
        {
            Assert.Equal(HttpStatusCode.OK, (await AskAsync("POST", "api/v1/analytics/flags/", key, "{}")).Status);
            Assert.Equal(HttpStatusCode.NoContent, (await AskAsync("POST", "api/v2/analytics/flags/", key, """{"evaluations":[]}""")).Status);
            Assert.Equal(HttpStatusCode.Accepted, (await AskAsync("POST", "v1/events", key, Event)).Status);
            Assert.Equal(HttpStatusCode.Created, (await AskAsync("POST", "api/v1/bulk-identities/", key, """{"data":[{"identifier":"a"}]}""")).Status);
        }
    }

    private static Switches Of(string name) => Switches.All.Single(switches => switches.Name == name);

    private static (string Key, bool Server)[] Keys(Switches switches) => [(switches.Environment.ClientKey, false), (switches.Environment.ServerKey, true)];

    private static string[] Shown(Switches switches, bool server, bool overridden) =>
    [
        .. s_features.Where(feature => server || !feature.ServerOnly).Where(feature => !switches.Hides || IsOn(feature.Name, feature.On, overridden))
            .Select(feature => feature.Name).Order(),
    ];

    private static bool IsOn(string feature, bool isOn, bool overridden) => overridden && feature is ("new_dashboard" or "dark_mode") ? feature == "new_dashboard" : isOn;

    private static int PageSize(JsonElement answer) =>
        answer.GetProperty("flags").EnumerateArray().Single(flag => NameOf(flag) == "page_size").GetProperty("feature_state_value").GetInt32();

    private static string[] NamesOf(JsonElement flags) => [.. flags.EnumerateArray().Select(NameOf).Order()];

    private static string[] KeysOf(JsonElement bulk) => [.. bulk.GetProperty("flags").EnumerateArray().Select(flag => flag.GetProperty("key").GetString() ?? "").Order()];

    private static string NameOf(JsonElement flag) => flag.GetProperty("feature").GetProperty("name").GetString() ?? "";

    private Task<JsonElement> GoodAsync(string method, string path, string key, string? body = null) =>
        table.Server.ExpectAsync(HttpStatusCode.OK, method, path, key, body);

    private Task<(HttpStatusCode Status, JsonElement Json)> AskAsync(string method, string path, string? key, string? body = null) =>
        table.Server.AskAsync(method, path, key, body);
}
