using System.Globalization;
using System.Text.Json;
using Guidon.Transfer.LaunchDarkly;

namespace Guidon.Transfer.Tests;

/// <summary>LaunchDarkly answers in pages, with three environments at most, and without what is archived; a project is whole nevertheless.</summary>
public sealed class LaunchDarklyApiTests
{
    private const int Flags = 250;
    private static readonly string[] s_environments = ["production", "staging", "test", "qa", "dev"];
    private readonly List<string> _asked = [];
    private readonly List<string> _told = [];

    [Fact]
    public async Task A_project_of_many_pages_and_environments_comes_whole_with_what_is_archived()
    {
        var conversion = await Api(Answer).ReadAsync("my shop", "Shop", default);

        var file = Assert.Single(conversion.Files);
        Assert.Equal("Shop", file.Project.Name);
        Assert.Equal(Enumerable.Range(0, Flags).Select(Key).Append("old"), file.Features.Select(each => each.Name));
        Assert.Equal(["old"], file.Features.Where(each => each.IsArchived).Select(each => each.Name));
        Assert.Equal(["Production", "staging", "Same (test)", "qa", "dev"], file.Environments.Select(each => each.Name));
        Assert.All(file.Environments, each => Assert.Equal(Flags + 1, each.FeatureStates.Count));
        // What is on where differs by environment, so each answer went to its own.
        foreach (var (environment, at) in file.Environments.Select((each, at) => (each, at)))
            Assert.All(environment.FeatureStates.Take(Flags).Select((state, flag) => (state, flag)), each => Assert.Equal(IsOn(each.flag, at), each.state.Enabled));
        Assert.Equal(s_environments.Select(each => $"beta ({each})"), file.Segments.Select(each => each.Name));
        Assert.Empty(conversion.Losses);
        Assert.All(_asked, path => Assert.True(path.Split("&env=").Length - 1 <= 3, path));
        Assert.Contains("251 flags", _told);
    }

    [Fact]
    public async Task Environments_of_one_name_are_called_by_their_keys()
    {
        var conversion = await Api(path => path.StartsWith("projects/", StringComparison.Ordinal) ? """{"items":[{"key":"a","name":"Same"},{"key":"b","name":"same"}]}""" : """{"items":[]}""").ReadAsync("p", "P", default);

        Assert.Equal(["a", "b"], conversion.Files[0].Environments.Select(each => each.Name));
    }

    [Theory]
    [InlineData("projects/", null, "projects/p/environments?limit=50&offset=0: the token does not see it")]
    [InlineData("segments/", null, "segments/p/a?limit=50&offset=0: the token does not see it")]
    [InlineData("flags/", """{"items":[1]}""", "a list of objects was expected")]
    [InlineData("flags/", """{"items":{}}""", "items: a list was expected")]
    [InlineData("flags/", """{"items":[{"name":"x"}]}""", "flags: one of them has no key")]
    public async Task What_cannot_be_read_is_named_and_nothing_is_taken_for_whole(string what, string? answer, string message)
    {
        var refused = await Assert.ThrowsAsync<SourceException>(() => Api(path =>
            path.StartsWith(what, StringComparison.Ordinal) ? answer : path.StartsWith("projects/", StringComparison.Ordinal) ? """{"items":[{"key":"a"}]}""" : """{"items":[]}""").ReadAsync("p", "P", default));

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    private LaunchDarklyApi Api(Func<string, string?> answer) => new((path, _) =>
    {
        _asked.Add(path);
        return Task.FromResult(answer(path) is { } text ? JsonElement.Parse(text) : (JsonElement?)null);
    }, _told.Add);

    private static string Answer(string path)
    {
        var query = path.Split('?')[1].Split('&').Select(each => each.Split('=')).ToLookup(each => each[0], each => Uri.UnescapeDataString(each[1]));
        var (offset, limit) = (Number(query["offset"].Single()), Number(query["limit"].Single()));
        var all = path.Split('?')[0] switch
        {
            "projects/my%20shop/environments" => [.. s_environments.Select(key => $$"""{"key":"{{key}}","name":"{{(key == "production" ? "Production" : key == "test" ? "Same (test)" : key)}}","apiKey":"sdk-secret"}""")],
            "flags/my%20shop" when query["filter"].Contains("state:archived") => [Flag("old", -1, query["env"])],
            "flags/my%20shop" => [.. Enumerable.Range(0, Flags).Select(at => Flag(Key(at), at, query["env"]))],
            "segments/my%20shop/production" or "segments/my%20shop/staging" or "segments/my%20shop/test" or "segments/my%20shop/qa" or "segments/my%20shop/dev" => ["""{"key":"beta","included":["dana"]}"""],
            _ => Array.Empty<string>(),
        };
        return $$"""{ "items": [{{string.Join(',', all.Skip(offset).Take(limit))}}], "totalCount": {{all.Length}}, "_links": {} }""";
    }

    private static string Flag(string key, int at, IEnumerable<string> environments)
    {
        var states = environments.Select(each => (Key: each, IsOn: IsOn(at, Array.IndexOf(s_environments, each))))
            .Select(each => $$"""
                "{{each.Key}}": { "on": {{(each.IsOn ? "true" : "false")}}, "offVariation": 1, "fallthrough": { "variation": 0 } }
                """);
        return $$"""
            { "key": "{{key}}", "kind": "boolean", "archived": {{(at < 0 ? "true" : "false")}}, "variations": [{ "value": true }, { "value": false }], "environments": { {{string.Join(',', states)}} } }
            """;
    }

    private static bool IsOn(int flag, int environment) => flag >= 0 && (flag + environment) % 3 == 0;

    private static string Key(int at) => string.Create(CultureInfo.InvariantCulture, $"flag-{at:000}");

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
