using System.Net;
using System.Text.Json.Nodes;
using Guidon.Server.Tests.Management;
using Guidon.Server.Tests.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Guidon.Server.Tests.Transfers;

/// <summary>The command line reads LaunchDarkly's own API: from recorded answers, some of which say that it is asked too often.</summary>
public sealed class LaunchDarklyImportTests
{
    private const string Token = "api-token";
    private static readonly JsonNode s_recorded = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Transfers", "launchdarkly.json")))!;
    private readonly List<(string? Token, string? Version)> _asked = [];

    [Fact]
    public async Task LaunchDarklys_API_is_read_whole_although_it_refuses_at_times_and_people_get_the_flags_that_it_gave_them()
    {
        await using var there = await StandInAsync();
        await using var here = await GuidonProcess.StartAsync();

        var (code, output, errors) = await ImportAsync(there, here, "--name", "Shop");

        Assert.True(code == 3, $"{code}: {output}{errors}");   // incomplete: what is lost is in the report
        Assert.Contains("flags.items[1].hologram", output, StringComparison.Ordinal);
        Assert.Contains("waiting: the server wants to be asked again", errors, StringComparison.Ordinal);
        var environments = (await here.ManageAsync(HttpStatusCode.OK, "GET", "api/v1/environments/?project=2")).GetProperty("results").EnumerateArray().ToDictionary(each => each.GetProperty("name").GetString() ?? "", each => each.GetProperty("api_key").GetString() ?? "");
        Assert.Equal(["Live", "test"], environments.Keys.Order(StringComparer.Ordinal));
        // Off for all but two targets and a country; nobody is in both of LaunchDarkly's rules, one of which cannot be carried.
        Assert.False(await IsOnAsync(here, environments["Live"], "alice", "{}"));
        Assert.True(await IsOnAsync(here, environments["Live"], "dana", "{}"));
        Assert.True(await IsOnAsync(here, environments["Live"], "erik", "{}"));
        Assert.True(await IsOnAsync(here, environments["Live"], "alice", """{"country":"FR"}"""));
        Assert.False(await IsOnAsync(here, environments["Live"], "alice", """{"country":"US"}"""));
        Assert.False(await IsOnAsync(here, environments["test"], "dana", """{"country":"FR"}"""));
        Assert.All(_asked, each => Assert.Equal((Token, "20240415"), each));
    }

    [Theory]
    [InlineData("shop", "wrong", "GET projects/shop/environments?limit=50&offset=0: the server answered 401.")]
    [InlineData("other", Token, "projects/other/environments?limit=50&offset=0: the token does not see it, or there is no such thing.")]
    public async Task A_wrong_token_or_project_is_told_in_one_line_and_nothing_is_stored(string project, string token, string message)
    {
        await using var there = await StandInAsync();

        var (code, _, errors) = await GuidonProcess.RunAsync(
            ["import", there.Urls.First(), "--format", "launchdarkly-api", "--source-project", project, "--source-key", token, "--server", "http://127.0.0.1:9/", "--key", "k"]);

        Assert.Equal((2, $"guidon import: {message}"), (code, errors.Trim()));
    }

    private static Task<(int ExitCode, string Output, string Errors)> ImportAsync(WebApplication there, GuidonProcess here, params string[] more) => GuidonProcess.RunAsync(
        ["import", there.Urls.First(), "--format", "launchdarkly-api", "--source-project", "shop", "--source-key", Token, "--server", here.Address.ToString(), "--key", GuidonProcess.ApiKey, .. more]);

    private static async Task<bool> IsOnAsync(GuidonProcess here, string key, string identifier, string traits)
    {
        var pairs = JsonNode.Parse(traits)!.AsObject().Select(each => new JsonObject { ["trait_key"] = each.Key, ["trait_value"] = each.Value?.DeepClone() });
        var body = new JsonObject { ["identifier"] = identifier, ["transient"] = true, ["traits"] = new JsonArray([.. pairs]) };
        var answer = await here.ExpectAsync(HttpStatusCode.OK, "POST", "api/v1/identities/", key, body.ToJsonString());
        return answer.GetProperty("flags").EnumerateArray().Single(each => each.GetProperty("feature").GetProperty("name").GetString() == "dark-mode").GetProperty("enabled").GetBoolean();
    }

    // Every second request is too many; what was recorded is the whole of each list.
    private async Task<WebApplication> StandInAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(async context =>
        {
            int count;
            lock (_asked)
            {
                _asked.Add((context.Request.Headers.Authorization, context.Request.Headers["LD-API-Version"]));
                count = _asked.Count;
            }

            context.Response.StatusCode = context.Request.Headers.Authorization != Token ? 401 : count % 2 == 0 ? 429 : 200;
            if (context.Response.StatusCode == 429) context.Response.Headers.RetryAfter = "0";
            if (context.Response.StatusCode != 200) return;
            if (Recorded(context.Request) is { } items) await context.Response.WriteAsync(new JsonObject { ["items"] = items.DeepClone(), ["totalCount"] = items.AsArray().Count }.ToJsonString());
            else context.Response.StatusCode = 404;
        });
        await app.StartAsync();
        return app;
    }

    private static JsonNode? Recorded(HttpRequest request) => request.Path.Value switch
    {
        "/api/v2/projects/shop/environments" => JsonNode.Parse("""[{"key":"production","name":"Live","apiKey":"sdk-1"},{"key":"test","name":"test"}]"""),
        "/api/v2/flags/shop" => request.Query.ContainsKey("filter") ? new JsonArray() : s_recorded["flags"]!["items"],
        "/api/v2/segments/shop/production" => s_recorded["segments"]!["production"]!["items"],
        "/api/v2/segments/shop/test" => new JsonArray(),
        _ => null,
    };
}
