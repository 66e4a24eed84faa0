using System.Globalization;
using System.Text.Json;

namespace Guidon.Server.Tests.Replayed;

/// <summary>SDKs for servers that cannot be installed where this is built: the requests that they send, and what each needs of the answer.</summary>
[Trait("Row", "67, 106")]
public sealed class ServerSdkTests(ServerFixture fixture) : ReplayedSdk(fixture)
{
    [Fact]
    public async Task DotNet_reads_flags_identities_and_the_document_and_clears_its_counts()
    {
        const string agent = "flagsmith-dotnet-sdk/9.0.0";
        AssertFlags(Good(await AsClientAsync(new SdkRequest("GET", Flags, agent, null, Json))));
        const string body = """{"identifier":"dotnet","traits":[{"trait_key":"plan","trait_value":"pro","transient":false}],"transient":false}""";
        Assert.Equal("100", Value(AssertIdentity(Good(await AsClientAsync(new SdkRequest("POST", Identities, agent, body, "Content-Type: application/json; charset=utf-8")))).GetProperty("flags"), "page_size"));
        // Traits that were not given are null.
        AssertIdentity(Good(await AsClientAsync(new SdkRequest("POST", Identities, agent, """{"identifier":"dotnet-bare","traits":null,"transient":false}""", "Content-Type: application/json; charset=utf-8"))));
        var document = Good(await AsServerAsync(new SdkRequest("GET", Document, agent, null)));
        // Newtonsoft reads these into ints, bools and enums that cannot be null.
        Assert.True(document.GetProperty("id").GetInt32() > 0 && document.GetProperty("project").GetProperty("id").GetInt32() > 0);
        foreach (var state in document.GetProperty("feature_states").EnumerateArray())
        {
            Assert.True(state.GetProperty("enabled").GetBoolean() || state.GetProperty("django_id").GetInt32() > 0);
            Assert.Equal(JsonValueKind.Array, state.GetProperty("multivariate_feature_state_values").ValueKind);
        }

        Good(await AsClientAsync(new SdkRequest("POST", Analytics, agent, """{"dark_mode":1}""", "Content-Type: application/json; charset=utf-8")));
    }

    [Fact]
    public async Task Python_reads_flags_and_identities_over_a_kept_connection()
    {
        string[] headers = ["Accept: */*", "Connection: keep-alive", Json];
        const string agent = "flagsmith-python-sdk/6.1.0";
        AssertFlags(Good(await AsClientAsync(new SdkRequest("GET", Flags, agent, null, headers[..2]))));
        var identity = AssertIdentity(Good(await AsClientAsync(new SdkRequest("POST", Identities, agent, """{"identifier": "python", "traits": [{"trait_key": "plan", "trait_value": "pro"}], "transient": true}""", headers))));
        Assert.Equal("100", Value(identity.GetProperty("flags"), "page_size"));
        var document = Good(await AsServerAsync(new SdkRequest("GET", Document, agent, null, headers[..2])));
        // Realtime asks for the stream by this key.
        Assert.Equal(Server.ClientKey, document.GetProperty("api_key").GetString());
        Good(await AsClientAsync(new SdkRequest("POST", Analytics, agent, """{"dark_mode": 1}""", headers)));
    }

    [Fact]
    public async Task Go_reads_the_document_with_its_time_and_identifies_in_bulk()
    {
        string[] headers = ["Accept: application/json", Json];
        const string agent = "flagsmith-go-sdk/5.1.0";
        AssertFlags(Good(await AsClientAsync(new SdkRequest("GET", Flags, agent, null, headers))));
        AssertIdentity(Good(await AsClientAsync(new SdkRequest("POST", Identities, agent, """{"identifier":"go","traits":[{"trait_key":"age","trait_value":30}],"transient":true}""", headers))));
        var document = await AsServerAsync(new SdkRequest("GET", Document, agent, null, headers));
        // A time that is not RFC 3339 costs Go the whole document; a Link header would make it ask for more pages.
        Assert.True(DateTimeOffset.TryParse(Good(document).GetProperty("updated_at").GetString(), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _));
        Assert.DoesNotContain("Link", document.Headers.Keys);
        foreach (var name in (string[])["go-1", "go-2"])
        {
            var bulk = await AsServerAsync(new SdkRequest("POST", "api/v1/bulk-identities/", agent, $$"""{"data":[{"identifier":"{{name}}","traits":[{"trait_key":"plan","trait_value":"pro"}],"transient":false}]}""", headers));
            Assert.Equal(201, bulk.Status);
            Assert.Equal("100", Value(Good(await AsClientAsync(new SdkRequest("GET", $"{Identities}?identifier={name}", agent, null, headers))).GetProperty("flags"), "page_size"));
        }
    }

    [Fact]
    public async Task Java_parses_every_answer_also_that_to_analytics()
    {
        const string agent = "flagsmith-java-sdk/8.1.0";
        const string accept = "Accept: application/json";
        AssertFlags(Good(await AsClientAsync(new SdkRequest("GET", Flags, agent, null, accept))));
        AssertIdentity(Good(await AsClientAsync(new SdkRequest("POST", Identities, agent, """{"identifier":"java","traits":[{"trait_key":"plan","trait_value":"pro"}]}""", accept, "Content-Type: application/json; charset=utf-8"))));
        // An empty body raises in its parser, and it sends the counts again, up to three times.
        Assert.Equal("{}", Good(await AsClientAsync(new SdkRequest("POST", Analytics, agent, """{"dark_mode":2}""", accept, "Content-Type: application/json; charset=utf-8"))).GetRawText());
        var document = Good(await AsServerAsync(new SdkRequest("GET", Document, agent, null, accept)));
        Assert.Equal(JsonValueKind.Array, document.GetProperty("identity_overrides").ValueKind);
        Assert.All(document.GetProperty("project").GetProperty("segments").EnumerateArray().SelectMany(segment => segment.GetProperty("rules").EnumerateArray()),
            rule => Assert.Contains(rule.GetProperty("type").GetString(), (string[])["ALL", "ANY", "NONE"]));
    }

    [Fact]
    public async Task Ruby_finds_json_and_no_flag_of_a_segment_in_the_environment()
    {
        const string agent = "flagsmith-ruby-sdk/5.0.0";
        var flags = Good(await AsClientAsync(new SdkRequest("GET", Flags, agent, null, "Accept: */*", Json)));
        AssertFlags(flags);
        // It drops flags whose feature_segment is not null.
        Assert.All(flags.EnumerateArray(), flag => Assert.False(flag.TryGetProperty("feature_segment", out var segment) && segment.ValueKind != JsonValueKind.Null));
        AssertIdentity(Good(await AsClientAsync(new SdkRequest("POST", Identities, agent, """{"identifier":"ruby","traits":[{"trait_key":"plan","trait_value":"pro"}]}""", "Accept: */*", Json))));
        Good(await AsServerAsync(new SdkRequest("GET", Document, agent, null, "Accept: */*", Json)));
    }

    [Fact]
    public async Task Php_and_Rust_read_flags_identities_and_the_document()
    {
        foreach (var agent in (string[])["flagsmith-php-sdk/5.1.0", "flagsmith-rust-sdk/3.0.0"])
        {
            AssertFlags(Good(await AsClientAsync(new SdkRequest("GET", Flags, agent, null, "Accept: */*"))));
            AssertIdentity(Good(await AsClientAsync(new SdkRequest("POST", Identities, agent, """{"identifier":"php-rust","traits":[{"trait_key":"plan","trait_value":"pro"}]}""", Json))));
            var document = Good(await AsServerAsync(new SdkRequest("GET", Document, agent, null, "Accept: */*")));
            // Rust panics on a document without these.
            Assert.NotEqual(JsonValueKind.Null, document.GetProperty("project").GetProperty("organisation").ValueKind);
            Assert.All(document.GetProperty("feature_states").EnumerateArray(), state => Assert.True(Guid.TryParse(state.GetProperty("featurestate_uuid").GetString(), out _)));
        }
    }

    [Fact]
    public async Task Elixir_takes_even_the_flags_of_the_environment_from_the_document()
    {
        const string agent = "flagsmith-elixir-sdk/2.3.0";
        var document = Good(await AsServerAsync(new SdkRequest("GET", Document, agent, null, Json)));
        Assert.NotEqual(0, document.GetProperty("feature_states").GetArrayLength());
        AssertIdentity(Good(await AsServerAsync(new SdkRequest("POST", Identities, agent, """{"identifier":"elixir","traits":[{"trait_key":"plan","trait_value":"pro"}]}""", Json))));
    }
}
