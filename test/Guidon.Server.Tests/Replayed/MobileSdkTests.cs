using System.Text.Json;

namespace Guidon.Server.Tests.Replayed;

/// <summary>SDKs for phones: the requests that they send, and what each needs of the answer.</summary>
[Trait("Row", "67, 106")]
public sealed class MobileSdkTests(ServerFixture fixture) : ReplayedSdk(fixture)
{
    [Fact]
    public async Task Kotlin_sends_every_trait_as_text_and_reads_the_first_of_the_answer()
    {
        const string agent = "okhttp/4.12.0";
        const string json = "Content-Type: application/json; charset=UTF-8";
        AssertFlags(Good(await AsClientAsync(new SdkRequest("GET", Flags, agent, null, "Connection: Keep-Alive"))));
        AssertIdentity(Good(await AsClientAsync(new SdkRequest("GET", $"{Identities}?identifier=kotlin&transient=true", agent, null))));
        var identity = AssertIdentity(Good(await AsClientAsync(new SdkRequest("POST", Identities, agent, """{"identifier":"kotlin","traits":[{"trait_key":"age","trait_value":"30"}],"transient":false}""", json))));
        // setTrait takes the first one; an empty list crashes it.
        Assert.Equal("\"30\"", identity.GetProperty("traits")[0].GetProperty("trait_value").GetRawText());
        // Without a body it would keep its counts and send them again.
        Assert.Equal("{}", Good(await AsClientAsync(new SdkRequest("POST", Analytics, agent, """{"dark_mode":1}""", json))).GetRawText());
    }

    [Fact]
    public async Task Ios_decodes_flags_and_traits_and_the_trait_that_it_set()
    {
        string[] headers = ["Accept: application/json", Json];
        const string agent = "flagsmith-swift-ios-sdk/3.10.0";
        AssertFlags(Good(await AsClientAsync(new SdkRequest("GET", Flags, agent, null, headers))));
        AssertIdentity(Good(await AsClientAsync(new SdkRequest("GET", $"{Identities}?identifier=ios", agent, null, headers))));
        AssertIdentity(Good(await AsClientAsync(new SdkRequest("POST", Identities, agent, """{"identifier":"ios","traits":[{"trait_key":"plan","trait_value":"pro","transient":true}],"transient":false}""", headers))));
        var trait = Good(await AsClientAsync(new SdkRequest("POST", "api/v1/traits/", agent, """{"identity":{"identifier":"ios"},"trait_key":"visits","trait_value":3}""", headers)));
        Assert.Equal(("visits", 3), (trait.GetProperty("trait_key").GetString(), trait.GetProperty("trait_value").GetInt32()));
    }

    [Fact]
    public async Task Flutter_gets_200_an_echo_of_its_trait_and_numbers_or_nulls()
    {
        string[] headers = ["accept: application/json", "content-type: application/json; charset=utf-8"];
        const string agent = "Dart/3.5 (dart:io)";
        foreach (var flag in Good(await AsClientAsync(new SdkRequest("GET", Flags, agent, null, headers))).EnumerateArray())
        {
            foreach (var name in (string[])["environment", "identity", "feature_segment"])
            {
                Assert.False(flag.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Number or JsonValueKind.Null));
            }
        }

        AssertIdentity(Good(await AsClientAsync(new SdkRequest("POST", Identities, agent, """{"identifier":"flutter","traits":[{"trait_key":"plan","trait_value":"pro"}]}""", headers))));
        var echo = Good(await AsClientAsync(new SdkRequest("POST", "api/v1/traits/", agent, """{"identity":{"identifier":"flutter"},"trait_key":"中","trait_value":"文"}""", headers)));
        Assert.Equal(("flutter", "中", "文"), (echo.GetProperty("identity").GetProperty("identifier").GetString(), echo.GetProperty("trait_key").GetString(), echo.GetProperty("trait_value").GetString()));
        Assert.Equal(200, (await AsClientAsync(new SdkRequest("POST", Analytics, agent, """{"dark_mode":1}""", headers))).Status);
    }
}
