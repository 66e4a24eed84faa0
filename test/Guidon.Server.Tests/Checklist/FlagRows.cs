using System.Net;
using System.Text.Json;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Checklist;

/// <summary>What flags and documents look like.</summary>
public sealed class FlagRows(ShapedServer shaped) : IClassFixture<ShapedServer>
{
    private const string Flags = "api/v1/flags/";
    private const string Document = "api/v1/environment-document/";

    private GuidonProcess Server => shaped.Server;

    [Fact]
    [Trait("Row", "22")]
    public async Task An_environment_without_features_has_an_empty_list()
    {
        Assert.Equal("[]", (await GoodAsync(Flags, ShapedServer.Empty.ClientKey)).GetRawText());
        Assert.Equal("[]", (await GoodAsync("api/v1/identities/?identifier=a", ShapedServer.Empty.ClientKey)).GetProperty("flags").GetRawText());
    }

    [Fact]
    [Trait("Row", "23")]
    public async Task A_flag_has_all_the_members_that_sdks_read()
    {
        foreach (var flag in (await GoodAsync(Flags, Server.ClientKey)).EnumerateArray())
        {
            Assert.True(flag.GetProperty("feature").GetProperty("id").GetInt32() > 0);
            Assert.NotEmpty(flag.GetProperty("feature").GetProperty("name").GetString() ?? "");
            Assert.Contains(flag.GetProperty("feature").GetProperty("type").GetString(), (string?[])["STANDARD", "MULTIVARIATE"]);
            Assert.True(flag.TryGetProperty("feature_state_value", out _));
            Assert.Contains(flag.GetProperty("enabled").ValueKind, (JsonValueKind[])[JsonValueKind.True, JsonValueKind.False]);
        }
    }

    [Theory]
    [Trait("Row", "24")]
    [InlineData("dark_mode", "null")]
    [InlineData("new_dashboard", "true")]
    [InlineData("old_search", "\"\"")]
    [InlineData("banner_text", "\"1\"")]
    [InlineData("page_size", "20")]
    public async Task A_value_keeps_its_json_type(string feature, string value) =>
        Assert.Equal(value, (await GoodAsync($"{Flags}?feature={feature}", ShapedServer.Values.ClientKey)).GetProperty("feature_state_value").GetRawText());

    [Fact]
    [Trait("Row", "25, 26")]
    public async Task Variants_segments_and_overrides_change_nothing_without_an_identity()
    {
        var flags = (await GoodAsync(Flags, Server.ClientKey)).EnumerateArray().ToDictionary(flag => flag.GetProperty("feature").GetProperty("name").GetString() ?? "");
        Assert.Equal("green", flags["checkout_button"].GetProperty("feature_state_value").GetString());
        Assert.Equal(JsonValueKind.Null, flags["checkout_button"].GetProperty("variant").ValueKind);
        Assert.Equal(20, flags["page_size"].GetProperty("feature_state_value").GetInt32());
        Assert.Equal("Welcome!", flags["banner_text"].GetProperty("feature_state_value").GetString());
        Assert.False(flags["new_dashboard"].GetProperty("enabled").GetBoolean());
    }

    [Fact]
    [Trait("Row", "27, 28")]
    public async Task One_flag_is_an_object_and_its_name_has_no_case()
    {
        var flag = await GoodAsync($"{Flags}?feature=dark_mode", Server.ClientKey);
        Assert.Equal(JsonValueKind.Object, flag.ValueKind);
        Assert.True(JsonElement.DeepEquals(flag, await GoodAsync($"{Flags}?feature=DARK_Mode", Server.ClientKey)));
        Assert.Equal(JsonValueKind.Array, (await GoodAsync($"{Flags}?feature=", Server.ClientKey)).ValueKind);
    }

    [Fact]
    [Trait("Row", "29")]
    public async Task One_flag_that_nobody_knows_is_404()
    {
        var error = await Server.ExpectAsync(HttpStatusCode.NotFound, "GET", $"{Flags}?feature=nobody", Server.ClientKey);
        Assert.Equal("Given feature not found", error.GetProperty("detail").GetString());
    }

    [Fact]
    [Trait("Row", "67")]
    public async Task A_document_has_no_null_where_a_typed_sdk_cannot_take_one()
    {
        var document = await GoodAsync(Document, Server.ServerKey);
        foreach (var list in (string[])["feature_states", "identity_overrides"]) Assert.Equal(JsonValueKind.Array, document.GetProperty(list).ValueKind);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}[+-]\d\d:\d\d$", document.GetProperty("updated_at").GetString());
        foreach (var segment in document.GetProperty("project").GetProperty("segments").EnumerateArray())
        {
            foreach (var list in (string[])["rules", "feature_states"]) Assert.Equal(JsonValueKind.Array, segment.GetProperty(list).ValueKind);
        }

        foreach (var state in document.GetProperty("feature_states").EnumerateArray())
        {
            Assert.Equal(JsonValueKind.Array, state.GetProperty("multivariate_feature_state_values").ValueKind);
            Assert.True(Guid.TryParse(state.GetProperty("featurestate_uuid").GetString(), out _));
            Assert.Equal(JsonValueKind.Number, state.GetProperty("django_id").ValueKind);
        }
    }

    [Fact]
    [Trait("Row", "68")]
    public async Task A_document_lists_overrides_once_per_identifier_or_not_at_all()
    {
        var listed = (await GoodAsync(Document, Server.ServerKey)).GetProperty("identity_overrides").EnumerateArray().Select(each => each.GetProperty("identifier").GetString());
        Assert.Equal(["guidon-demo"], listed);
        Assert.Equal("[]", (await GoodAsync(Document, ShapedServer.WithoutOverrides.ServerKey)).GetProperty("identity_overrides").GetRawText());
        var identity = await GoodAsync("api/v1/identities/?identifier=guidon-demo&feature=banner_text", ShapedServer.WithoutOverrides.ClientKey);
        Assert.Equal("Hello, demo!", identity.GetProperty("feature_state_value").GetString());
    }

    [Fact]
    [Trait("Row", "70")]
    public async Task A_document_names_the_client_side_key() =>
        Assert.Equal(Server.ClientKey, (await GoodAsync(Document, Server.ServerKey)).GetProperty("api_key").GetString());

    [Fact]
    [Trait("Row", "71")]
    public async Task The_options_in_a_document_stand_by_their_ids()
    {
        var button = (await GoodAsync(Document, Server.ServerKey)).GetProperty("feature_states").EnumerateArray()
            .Single(state => state.GetProperty("feature").GetProperty("name").GetString() == "checkout_button");
        var ids = button.GetProperty("multivariate_feature_state_values").EnumerateArray().Select(value => value.GetProperty("id").GetInt32()).ToList();
        Assert.Equal(ids.Order(), ids);
        Assert.All(ids, id => Assert.True(id > 0));
    }

    [Fact]
    [Trait("Row", "76")]
    public async Task Five_thousand_overrides_are_one_page()
    {
        using var answer = await Server.Http.SendAsync(Server.Request(HttpMethod.Get, Document, ShapedServer.Crowded.ServerKey));
        Assert.False(answer.Headers.Contains("Link"));
        var document = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(5_000, document.GetProperty("identity_overrides").GetArrayLength());
    }

    private Task<JsonElement> GoodAsync(string path, string key) => Server.ExpectAsync(HttpStatusCode.OK, "GET", path, key);
}
