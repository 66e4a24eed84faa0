using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Guidon.Dashboard.Tests.Browser;
using Guidon.Server.Tests.Processes;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Guidon.Dashboard.Tests;

/// <summary>
/// The figures of bench/README.md: a project of 5,000 features and an environment of 1,000,000 identities, in a real browser. They are printed and not
/// asserted, since they are the machine's as much as ours; that each page shows what it must is asserted.
/// </summary>
[Trait("Category", "Nightly")]
public sealed class SpeedTests(Chromium chromium, ITestOutputHelper output) : IClassFixture<Chromium>
{
    private const int Features = 5_000;
    private const int Identities = 1_000_000;
    private const int Rounds = 5;

    private static readonly (string What, string Path, string Sees)[] s_pages =
    [
        ("features, the first hundred", "features", "5,0"), ("features, page 30", "features?page=30", "Page 30"), ("features, filtered", "features?q=flag_04999", "1 feature"),
        ("a feature", "features/4000", "Everybody"), ("its history", "features/4000/history", "changed"), ("its variants", "features/4000/variants", "New variant"), ("its usage", "features/4000/usage", "evaluations"),
        ("identities, the first fifty", "identities", "10,000 or more"), ("identities, page 1,000", "identities?page=1000", "Previous"), ("identities, the whole identifier", "identities?q=\"user-0999999\"", "1 identity"),
        ("identities, a part that 100 have", "identities?q=user-09999", "user-0999900"), ("identities, a part that nobody has", "identities?q=nobody", "Nobody matches"),
        ("an identity", "identities/900000", "Gets"), ("segments", "segments", "Segments"), ("segment with its preview", "segments/1", "Whom it matches"), ("tags", "tags", "New tag"),
        ("integrations", "integrations", "Integrations"), ("charts", "charts", "Charts"), ("environment", "environment", "Save environment"), ("project", "project", "Import"),
        ("status", "/ui/status", "Room for events"), ("audit log", "/ui/audit", "records"), ("members", "/ui/members", "Invite somebody"), ("permissions", "/ui/access", "Where"),
    ];

    private readonly StringBuilder _table = new("| what | median ms | longest ms | KB |\n|---|---:|---:|---:|\n");

    [Fact]
    public async Task Five_thousand_features_and_a_million_identities()
    {
        await using var first = await GuidonProcess.StartAsync();
        await FillFeaturesAsync(first);
        await first.StopAsync();
        await FillIdentitiesAsync(first.Folder);
        await using var server = await GuidonProcess.StartAsync(ServerSettings.Again(first));
        await FirstLoadAsync(server);
        await using var window = await Window.SignedInAsync(chromium, server, width: 1440);
        foreach (var (what, path, sees) in s_pages) await NavigateAsync(window, what, path, sees);
        await ToggleAsync(server, window);
        Assert.Empty(window.Faults);
        output.WriteLine(_table.ToString());
        if (Environment.GetEnvironmentVariable("WRITE_SPEED") is { } file) await File.WriteAllTextAsync(file, _table.ToString());
    }

    private async Task FirstLoadAsync(GuidonProcess server)
    {
        var (times, bytes) = (new List<double>(), 0L);
        for (var round = 0; round < Rounds; round++)
        {
            await using var window = await Window.OpenAsync(chromium, server);
            var sizes = new List<Task<RequestSizesResult>>();
            window.Page.RequestFinished += (_, request) =>
            {
                lock (sizes) sizes.Add(request.SizesAsync());
            };
            await window.SignInAsync("admin@example.org", "correct horse battery");
            await window.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            times.Add(await InteractiveAsync(window.Page));
            bytes = (await Task.WhenAll(sizes)).Sum(each => each.ResponseBodySize + each.ResponseHeadersSize);
        }

        Row("the first page of a browser that was never here, after signing in", times, bytes);
    }

    private async Task NavigateAsync(Window window, string what, string path, string sees)
    {
        var times = new List<double>();
        var bytes = 0L;
        for (var round = 0; round < Rounds; round++)
        {
            await window.GoAsync(path);
            times.Add(await InteractiveAsync(window.Page));
            bytes = await window.Page.EvaluateAsync<long>("performance.getEntriesByType('navigation')[0].transferSize");
            // Thousands are parted by a thin space.
            var text = (await window.Page.Locator("main").InnerTextAsync()).Replace('\u202f', ',');
            Assert.True(text.Contains(sees, StringComparison.Ordinal), $"{path} does not show {sees}");
        }

        Row(what, times, bytes);
    }

    private async Task ToggleAsync(GuidonProcess server, Window window)
    {
        await window.GoAsync("features?q=flag_02500");
        var times = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var before = await server.IsOnAsync("flag_02500");
            var watch = Stopwatch.StartNew();
            await window.Page.GetByRole(AriaRole.Switch).First.ClickAsync();
            while (await server.IsOnAsync("flag_02500") == before) Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1), "the SDK never saw it");
            times.Add(watch.Elapsed.TotalMilliseconds);
            await Assertions.Expect(window.Page.GetByRole(AriaRole.Switch).First).ToHaveAttributeAsync("aria-checked", before ? "false" : "true");
            await Assertions.Expect(window.Page.Locator("form[data-sending]")).ToHaveCountAsync(0);   // until its answer is there, a switch takes no second click
        }

        Row("from the click on a switch to the SDK's answer (1 MB, asked for again and again)", times, 0);
    }

    // Module scripts have run by then: forms, filters and the palette answer.
    private static Task<double> InteractiveAsync(IPage page) => page.EvaluateAsync<double>("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd");

    private void Row(string what, List<double> times, long bytes)
    {
        times.Sort();
        _table.Append(CultureInfo.InvariantCulture, $"| {what} | {times[times.Count / 2]:0} | {times[^1]:0} | {(bytes == 0 ? "" : (bytes / 1_000.0).ToString("0", CultureInfo.InvariantCulture))} |\n");
    }

    private static async Task FillFeaturesAsync(GuidonProcess server)
    {
        await server.AskAsync(HttpStatusCode.Created, SampleFlags.Key, "POST", "api/v1/environments/", new { name = "Production", project = 1 });
        await server.AskAsync(HttpStatusCode.Created, SampleFlags.Key, "POST", "api/v1/environments/", new { name = "Staging", project = 1 });
        var file = JsonNode.Parse((await server.AskAsync(HttpStatusCode.OK, SampleFlags.Key, "GET", "api/guidon/v1/projects/1/export")).GetRawText())!.AsObject();
        var features = file["features"]!.AsArray();
        for (var at = features.Count; at < Features; at++) features.Add(new JsonObject { ["name"] = $"flag_{at:00000}", ["initial_value"] = $"value {at}", ["description"] = "One of many.", ["tag_uuids"] = new JsonArray() });
        await server.AskAsync(HttpStatusCode.OK, SampleFlags.Key, "POST", "api/guidon/v1/projects/1/import", file.ToJsonString());
        await server.ChangeFlagAsync(4_000, new { environment_default = new { enabled = true } });
    }

    private static async Task FillIdentitiesAsync(string folder)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "guidon.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandTimeout = 600;
        command.CommandText = $"""
            WITH RECURSIVE number(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n + 1 < {Identities})
            INSERT INTO identity (environment_id, identifier, created_at) SELECT 1, printf('user-%07d', n), 1577836800000000 + n FROM number
            """;
        Assert.Equal(Identities, await command.ExecuteNonQueryAsync());
    }
}
