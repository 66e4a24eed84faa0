using System.Net;
using System.Text.Json;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management.Versions;

/// <summary>An environment that keeps versions of its features: by direct writes, and by drafts that are published.</summary>
public class VersionTests(ServerFixture fixture) : VersionedTool(fixture)
{
    [Fact]
    public async Task An_environment_begins_with_one_version_of_each_feature_and_its_history_outlives_the_switch()
    {
        var environment = await PostAsync("environments/", """{"name":"Switched","project":1}""");
        var (feature, key) = ((await Server.FeatureAsync("banner_text")).GetProperty("id"), Text(environment, "api_key"));
        var versions = $"environments/{Id(environment)}/features/{feature}/versions/";
        Assert.False(environment.GetProperty("use_v2_feature_versioning").GetBoolean());
        Assert.Empty(await ListAsync(versions));
        await RefusedAsync(HttpStatusCode.BadRequest, "POST", versions, "{}");
        await SwitchAsync("disable", HttpStatusCode.BadRequest, key);

        Assert.True((await SwitchAsync("enable", HttpStatusCode.Accepted, key)).GetProperty("use_v2_feature_versioning").GetBoolean());
        await SwitchAsync("enable", HttpStatusCode.BadRequest, key);
        foreach (var each in await ListAsync("projects/1/features/")) Assert.Equal([1], await NumbersAsync($"environments/{Id(environment)}/features/{Id(each)}/versions/"));
        await PostAsync(versions, "{}");

        await SwitchAsync("disable", HttpStatusCode.Accepted, key);
        Assert.True(Assert.Single(await ListAsync(versions)).GetProperty("is_live").GetBoolean());
        foreach (var (query, count) in ((string, int)[])[("?is_live=1", 1), ("?is_live=False", 0), ("?is_live=0", 0)]) Assert.Equal((query, count), (query, (await ListAsync(versions + query)).Count));
        await Server.ManageAsync(HttpStatusCode.OK, "PATCH", $"api/__future__/environments/{key}/features/{feature}/", """{"environment_default":{"value":{"type":"string","value":"meanwhile"}}}""");
        await SwitchAsync("enable", HttpStatusCode.Accepted, key);
        Assert.Equal([1, 2], await NumbersAsync(versions));
        Assert.Equal([1], await NumbersAsync($"environments/{Id(environment)}/features/{(await Server.FeatureAsync("dark_mode")).GetProperty("id")}/versions/"));
    }

    [Fact]
    public async Task Every_door_for_direct_writes_leaves_one_version_and_none_when_nothing_changes()
    {
        var (feature, versions) = await FeatureAsync("by_every_door");
        var (one, two) = (await SegmentAsync("door one"), await SegmentAsync("door two"));
        var expected = 1;
        Assert.Equal([1], await NumbersAsync(versions));
        var state = Id((await ListAsync($"{Environment}featurestates/?feature={feature}"))[0]);

        await OneAsync(() => FlagAsync(feature, "PATCH", $$$"""{"environment_default":{"enabled":false},"segment_overrides":[{"segment":{"id":{{{one}}}},"value":{"type":"string","value":"one"}}]}"""));
        await OneAsync(() => SendAsync("PUT", $"features/featurestates/{state}/", """{"enabled":true}"""));
        await OneAsync(() => SendAsync("PATCH", $"{Environment}featurestates/{state}/", """{"feature_state_value":"scalar"}"""));
        var link = "";
        await OneAsync(async () => link = Id(await PostAsync("features/feature-segments/", $$"""{"feature":{{feature}},"segment":{{two}},"environment":1}""")));
        await OneAsync(() => PostAsync("features/featurestates/", $$$"""{"feature":{{{feature}}},"environment":1,"feature_segment":{{{link}}},"enabled":false,"feature_state_value":{"type":"unicode","string_value":"two"}}"""));
        await OneAsync(() => SendAsync("POST", "features/feature-segments/update-priorities/", $$"""[{"id":{{link}},"priority":0}]"""));
        await OneAsync(() => PostAsync($"projects/1/features/{feature}/mv-options/", """{"type":"unicode","string_value":"variant","default_percentage_allocation":10}"""));
        await OneAsync(() => DeleteAsync($"features/feature-segments/{link}/"));
        await OneAsync(() => PostAsync($"{Environment}features/{feature}/create-segment-override/", $$$"""{"enabled":true,"feature_state_value":{"type":"unicode","string_value":"again"},"feature_segment":{"segment":{{{two}}} }}"""));
        await OneAsync(() => DeleteAsync($"projects/1/segments/{two}/"));
        await OneAsync(() => FlagAsync(feature, "PUT", """{"segment_overrides":[]}"""));

        await FlagAsync(feature, "PATCH", "{}");
        await FlagAsync(feature, "PATCH", """{"environment_default":{"enabled":true},"segment_overrides":[]}""");
        await FlagAsync(feature, "PUT", """{"segment_overrides":[]}""");
        await SendAsync("PUT", $"features/featurestates/{state}/", """{"enabled":true}""");
        await Server.ManageAsync(HttpStatusCode.OK, "PATCH", $"api/v1/projects/1/features/{feature}/", """{"description":"of the feature, in no version"}""");
        Assert.Equal(Enumerable.Range(1, expected), await NumbersAsync(versions));

        async Task OneAsync(Func<Task> write)
        {
            await write();
            Assert.Equal(Enumerable.Range(1, ++expected), await NumbersAsync(versions));
        }
    }

    [Fact]
    public async Task Fifty_writes_at_once_lose_nothing_and_are_numbered_without_gaps_of_which_the_last_fifty_are_kept()
    {
        var (feature, versions) = await FeatureAsync("contended_versions", "0");
        var segment = await SegmentAsync("contended versions");
        await Task.WhenAll(Enumerable.Range(1, 50).Select(n => FlagAsync(feature, "PATCH", n % 2 == 0
            ? $$$$"""{"environment_default":{"value":{"type":"string","value":"{{{{n}}}}"}}}"""
            : $$$$"""{"segment_overrides":[{"segment":{"id":{{{{segment}}}} },"value":{"type":"string","value":"{{{{n}}}}"}}]}""")));
        Assert.Equal(Enumerable.Range(2, 50), await NumbersAsync(versions));   // 1 is what it began with
        var seen = new HashSet<string>();
        foreach (var version in await ListAsync(versions)) seen.UnionWith(await StatesAsync($"{versions}{Text(version, "uuid")}/"));
        Assert.Subset(seen, Enumerable.Range(1, 50).Select(n => n % 2 == 0 ? $"{n}" : $"{segment} {n}").ToHashSet());
    }

    [Fact]
    public async Task A_draft_counts_for_nobody_until_it_is_published_and_then_at_once()
    {
        var (feature, versions) = await FeatureAsync("drafted");
        var (kept, gone, added) = (await SegmentAsync("kept"), await SegmentAsync("gone"), await SegmentAsync("added"));
        await FlagAsync(feature, "PATCH", $$$"""{"segment_overrides":[{"segment":{"id":{{{kept}}}},"value":{"type":"string","value":"k"}},{"segment":{"id":{{{gone}}}},"value":{"type":"string","value":"g"}}]}""");
        var before = (await FlagAsync(feature)).GetRawText();

        var draft = await DraftAsync(versions, $$$"""
            {"description":"a plan","segment_ids_to_delete_overrides":[{{{gone}}}],
             "feature_states_to_update":[{"feature_segment":null,"enabled":false,"feature_state_value":{"type":"unicode","string_value":"new"}},{"feature_segment":{"segment":{{{kept}}},"priority":0},"feature_state_value":"k2"}],
             "feature_states_to_create":[{"feature_segment":{"segment":{{{added}}},"priority":5},"enabled":true,"feature_state_value":{"type":"unicode","string_value":"a"}}]}
            """);
        Assert.Equal(["new off", $"{kept} k2", $"{added} a"], await StatesAsync(draft));
        var state = (await ListAsync(draft + "featurestates/"))[2];
        await SendAsync("PATCH", $"{draft}featurestates/{Id(state)}/", """{"enabled":false}""");
        await PostAsync(draft + "featurestates/", $$$"""{"feature_segment":{"segment":{{{gone}}},"priority":0},"feature_state_value":"back"}""");
        var back = (await ListAsync(draft + "featurestates/"))[1];
        Assert.Equal(["new off", $"{gone} back off", $"{kept} k2", $"{added} a off"], await StatesAsync(draft));
        await DeleteAsync($"{draft}featurestates/{Id(back)}/");
        Assert.Equal((before, false), ((await FlagAsync(feature)).GetRawText(), (await ListAsync(versions))[0].GetProperty("published").GetBoolean()));
        Assert.Equal([1, 2], await NumbersAsync(versions));

        var published = await SendAsync("POST", draft + "publish/", "{}");
        Assert.Equal((true, true, 3, "a plan"), (published.GetProperty("published").GetBoolean(), published.GetProperty("is_live").GetBoolean(), published.GetProperty("number").GetInt32(), Text(published, "description")));
        Assert.Equal(["new off", $"{kept} k2", $"{added} a off"], await StatesAsync(draft));
        Assert.Equal(("new", false), ((await Server.ReadFlagAsync("drafted")).Text, (await Server.ReadFlagAsync("drafted")).Enabled));
        var uuid = Text((await ListAsync(versions))[1], "uuid");
        Assert.Equal(uuid, Text(await GetAsync($"environment-feature-versions/{Text(published, "uuid")}/"), "previous_version_uuid"));
        Assert.Equal([1, 2, 3], await NumbersAsync(versions));
    }

    [Fact]
    public async Task What_is_published_is_history_and_a_draft_keeps_its_default()
    {
        var (_, versions) = await FeatureAsync("history_of_it");
        var live = $"{versions}{Text((await ListAsync(versions))[0], "uuid")}/";
        var state = Id((await ListAsync(live + "featurestates/"))[0]);
        await RefusedAsync(HttpStatusCode.BadRequest, "DELETE", live);
        await RefusedAsync(HttpStatusCode.BadRequest, "POST", live + "publish/", "{}");
        await RefusedAsync(HttpStatusCode.BadRequest, "PATCH", $"{live}featurestates/{state}/", """{"enabled":false}""");
        await RefusedAsync(HttpStatusCode.BadRequest, "DELETE", $"{live}featurestates/{state}/");
        await RefusedAsync(HttpStatusCode.BadRequest, "POST", live + "featurestates/", """{"feature_segment":{"segment":1}}""");
        await RefusedAsync(HttpStatusCode.NotFound, "POST", $"{versions}{Guid.NewGuid()}/publish/", "{}");
        var draft = await DraftAsync(versions);
        await RefusedAsync(HttpStatusCode.BadRequest, "DELETE", $"{draft}featurestates/{state}/");
        await RefusedAsync(HttpStatusCode.BadRequest, "POST", draft + "publish/", """{"live_from":"soon"}""");
        await DeleteAsync(draft);
        Assert.Equal([1], await NumbersAsync(versions));
        for (var drafts = 0; drafts < 20; drafts++) await DraftAsync(versions);
        Assert.Contains("maximum allowed", Text(await RefusedAsync(HttpStatusCode.BadRequest, "POST", versions, "{}"), "detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_is_wrong_with_a_version_is_named_at_once_and_nothing_is_made()
    {
        var (_, versions) = await FeatureAsync("wrong_version");
        var errors = await RefusedAsync(HttpStatusCode.BadRequest, "POST", versions, """
            {"feature_states_to_create":[{"enabled":true},{"feature_segment":{"segment":9999}}],"feature_states_to_update":[{"feature_segment":{"segment":8888}},{"enabled":"yes"}],
             "segment_ids_to_delete_overrides":[7777],"publish_immediately":"now"}
            """);
        foreach (var field in (string[])["feature_states_to_create", "feature_states_to_update", "segment_ids_to_delete_overrides", "publish_immediately"]) Assert.True(errors.TryGetProperty(field, out _), errors.GetRawText());
        Assert.Single(await ListAsync(versions));
        await RefusedAsync(HttpStatusCode.BadRequest, "GET", versions + "?is_live=perhaps");
    }

    [Fact]
    public async Task The_way_back_gives_everybody_the_variant_that_they_had()
    {
        var (feature, versions) = await FeatureAsync("way_back");
        var segment = await SegmentAsync("way back");
        await PostAsync($"projects/1/features/{feature}/mv-options/", """{"type":"unicode","string_value":"half","default_percentage_allocation":50}""");
        await FlagAsync(feature, "PATCH", $$$"""{"segment_overrides":[{"segment":{"id":{{{segment}}}},"enabled":true}]}""");
        var before = await VariantsAsync("way_back");
        var old = await DraftAsync(versions);
        await FlagAsync(feature, "PUT", """{"segment_overrides":[]}""");
        Assert.NotEqual(before, await VariantsAsync("way_back"));

        await SendAsync("POST", old + "publish/", "{}");

        Assert.Equal(before, await VariantsAsync("way_back"));
    }

    [Fact]
    public async Task A_version_may_begin_with_an_older_one_and_brings_back_its_overrides_with_their_variants()
    {
        var (feature, versions) = await FeatureAsync("back_again");
        var segment = await SegmentAsync("back again");
        await PostAsync($"projects/1/features/{feature}/mv-options/", """{"type":"unicode","string_value":"half","default_percentage_allocation":50}""");
        await FlagAsync(feature, "PATCH", $$$"""{"segment_overrides":[{"segment":{"id":{{{segment}}}},"enabled":true}]}""");
        var old = (await ListAsync(versions))[0];
        var (before, states) = (await VariantsAsync("back_again"), await StatesAsync($"{versions}{Text(old, "uuid")}/"));
        await FlagAsync(feature, "PUT", """{"segment_overrides":[]}""");

        var refused = await RefusedAsync(HttpStatusCode.BadRequest, "POST", versions, $$"""{"from_version":"{{Guid.NewGuid()}}"}""");
        Assert.True(refused.TryGetProperty("from_version", out _));
        await RefusedAsync(HttpStatusCode.BadRequest, "POST", versions, """{"from_version":"1"}""");
        var made = await PostAsync(versions, $$"""{"from_version":"{{Text(old, "uuid")}}","publish_immediately":true}""");

        Assert.Equal(before, await VariantsAsync("back_again"));
        Assert.Equal(states, await StatesAsync($"{versions}{Text(made, "uuid")}/"));
        Assert.Equal(old.GetProperty("number").GetInt32() + 2, made.GetProperty("number").GetInt32());
    }

    [Fact]
    public async Task A_draft_loses_what_is_gone_and_keeps_room_for_what_came()
    {
        var (feature, versions) = await FeatureAsync("overtaken");
        var segment = await SegmentAsync("overtaken");
        var draft = await DraftAsync(versions, $$$"""{"feature_states_to_create":[{"feature_segment":{"segment":{{{segment}}}},"feature_state_value":"x"}],"feature_states_to_update":[{"feature_state_value":"late"}]}""");
        await DeleteAsync($"projects/1/segments/{segment}/");
        await PostAsync($"projects/1/features/{feature}/mv-options/", """{"type":"unicode","string_value":"came","default_percentage_allocation":30}""");
        Assert.Equal(["late"], await StatesAsync(draft));
        await SendAsync("POST", draft + "publish/", "{}");
        var variants = (await FlagAsync(feature)).GetProperty("environment_default").GetProperty("variants");
        Assert.Equal(30, variants[0].GetProperty("weight").GetDouble());
        Assert.Equal([1, 2, 3], await NumbersAsync(versions));
    }

    [Fact]
    public async Task A_copy_and_a_file_bring_the_switch_along_and_begin_a_history_of_their_own()
    {
        var feature = (await Server.FeatureAsync("dark_mode")).GetProperty("id");
        var copy = await SendAsync("POST", Environment + "clone/", """{"name":"Copy of versions"}""");
        Assert.True(copy.GetProperty("use_v2_feature_versioning").GetBoolean());
        Assert.Equal([1], await NumbersAsync($"environments/{Id(copy)}/features/{feature}/versions/"));
        var file = await Server.ManageAsync(HttpStatusCode.OK, "GET", "api/guidon/v1/projects/1/export");
        var project = await PostAsync("projects/", """{"name":"Imported versions","organisation":1}""");
        await Server.ManageAsync(HttpStatusCode.OK, "POST", $"api/guidon/v1/projects/{Id(project)}/import", file.GetRawText());
        await Server.ManageAsync(HttpStatusCode.OK, "POST", $"api/guidon/v1/projects/{Id(project)}/import", file.GetRawText());
        var imported = (await ListAsync($"projects/{Id(project)}/environments/")).Single(each => Text(each, "name") == "Copy of versions");
        Assert.True(imported.GetProperty("use_v2_feature_versioning").GetBoolean());
        foreach (var each in await ListAsync($"projects/{Id(project)}/features/")) Assert.Equal([1], await NumbersAsync($"environments/{Id(imported)}/features/{Id(each)}/versions/"));
    }

    [Fact]
    public async Task Receivers_are_told_of_each_change_and_then_of_the_version()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        var (feature, versions) = await FeatureAsync("told_version");
        var segment = await SegmentAsync("told version");
        var webhook = Id(await PostAsync(Environment + "webhooks/", $$"""{"url":"{{receiver.Address}}"}"""));
        var made = await PostAsync(versions, $$$"""
            {"feature_states_to_update":[{"enabled":false,"feature_state_value":"told"}],"feature_states_to_create":[{"feature_segment":{"segment":{{{segment}}}},"enabled":true,"feature_state_value":"s"}],"publish_immediately":true}
            """);
        Assert.Equal((2, true), (made.GetProperty("number").GetInt32(), made.GetProperty("is_live").GetBoolean()));
        await Eventually.TrueAsync("all are told", () => receiver.Requests.Count >= 3);
        Assert.Equal(["FLAG_UPDATED", "FLAG_UPDATED", "NEW_VERSION_PUBLISHED"], receiver.Requests.Select(each => Text(each.Json, "event_type")));
        var body = receiver.Requests[2].Json.GetProperty("data");
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse($$$"""
            {"uuid":"{{{Text(made, "uuid")}}}","feature":{"id":{{{feature}}},"name":"told_version"},"published_by":null,
             "feature_states":[{"enabled":false,"value":"told","multivariate_feature_state_values":[]},{"enabled":true,"value":"s","multivariate_feature_state_values":[]}]}
            """), body), body.GetRawText());
        await DeleteAsync($"{Environment}webhooks/{webhook}/");
    }

    private async Task<List<string>> VariantsAsync(string feature)
    {
        List<string> variants = [];
        for (var user = 0; user < 16; user++)
        {
            var answer = await Server.ExpectAsync(HttpStatusCode.OK, "GET", $"api/v1/identities/?identifier=user-{user}&transient=true", Server.ClientKey);
            variants.Add(answer.GetProperty("flags").EnumerateArray().Single(each => Text(each.GetProperty("feature"), "name") == feature).GetProperty("feature_state_value").GetRawText());
        }

        return variants;
    }
}
