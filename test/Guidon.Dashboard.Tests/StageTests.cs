using System.Net;
using Guidon.Dashboard.Tests.Browser;
using Guidon.Server.Tests.Processes;
using Microsoft.Playwright;

namespace Guidon.Dashboard.Tests;

public sealed class StageTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task A_stage_is_chosen_in_the_list_and_its_reason_and_the_places_in_code_stand_on_the_feature()
    {
        await using var server = await GuidonProcess.StartAsync();
        var named = await server.CreateFeatureAsync("named");
        var unused = await server.CreateFeatureAsync("unused");
        var used = await server.CreateFeatureAsync("used");
        var production = (await server.AskAsync(HttpStatusCode.Created, SampleFlags.Key, "POST", "api/v1/environments/", new { name = "Production", project = 1 })).GetProperty("api_key").GetString();
        var places = new[] { ("named", "src/a b.cs", 3), ("named", "src/a b.cs", 9), ("named", "web/<i>.ts", 4) };
        await server.AskAsync(HttpStatusCode.Created, SampleFlags.Key, "POST", "api/v1/projects/1/code-references/", new
        {
            repository_url = "https://code.example/shop",
            revision = "abc",
            code_references = places.Select(each => new { feature_name = each.Item1, file_path = each.Item2, line_number = each.Item3 }),
        });
        await server.SqlAsync($"UPDATE feature SET changed_at = 1577836800000000 WHERE id IN ({unused}, {used})");
        await server.SqlAsync($"INSERT INTO feature_usage (environment_id, hour, feature_name, count) VALUES (1, {TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 3600 * 3600}, 'used', 5)");

        await using var window = await Window.SignedInAsync(chromium, server);
        await window.GoAsync("features");
        await Assertions.Expect(window.Page.Locator("#list thead th")).ToHaveCountAsync(4);
        await Assertions.Expect(Row("named").Locator("td").Last).ToHaveTextAsync("Live");
        await window.Page.GetByLabel("Lifecycle stage").SelectOptionAsync("To remove");
        await window.SeesAsync("Of Development alone");
        await Assertions.Expect(window.Page.Locator("#list tbody th .row-link")).ToHaveTextAsync(["unused"]);
        await Assertions.Expect(window.Page.Locator("#list thead th")).ToHaveCountAsync(3);
        // By use alone: in the other environment nobody reports any.
        await window.GoAsync($"/ui/p/1/e/{production}/features?stage=to_remove");
        await window.SeesAsync("Nothing matches");

        foreach (var (id, stage, reason) in ((int, string, string)[])[
            (named, "Live", "code names it in 3 places of 1 repository"), (unused, "To remove", "no application reports that it asks for it"), (used, "Needs monitoring", "applications still ask for it")])
        {
            await window.GoAsync($"features/{id}");
            var note = window.Page.GetByRole(AriaRole.Region, new() { Name = "Lifecycle stage" });
            await Assertions.Expect(note.Locator("strong")).ToHaveTextAsync(stage);
            await Assertions.Expect(note).ToContainTextAsync(reason);
        }

        await window.GoAsync($"features/{named}/code");
        await window.SeesAsync("3 places in 2 files");
        await Assertions.Expect(window.Link("src/a b.cs :9")).ToHaveAttributeAsync("href", "https://code.example/shop/blob/abc/src/a%20b.cs#L9");
        await Assertions.Expect(window.Page.Locator(".places li")).ToHaveCountAsync(2);
        await server.AskAsync(HttpStatusCode.Created, SampleFlags.Key, "POST", "api/v1/projects/1/code-references/", new { repository_url = "https://code.example/shop", revision = "def", code_references = Array.Empty<object>() });
        await window.Page.ReloadAsync();
        await window.SeesAsync("The last scan does not find it any more");
        await window.SeesAsync("the last scan of code does not find it any more");
        await window.GoAsync($"features/{unused}/code");
        await window.SeesAsync("No scan has named it");
        Assert.Empty(window.Faults);

        ILocator Row(string name) => window.Page.Locator("#list tbody tr", new PageLocatorOptions { Has = window.Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }) });
    }
}
