using System.Net;
using System.Text.Json;
using Guidon.Dashboard.Tests.Browser;
using Guidon.Server.Tests.Processes;
using Microsoft.Playwright;

namespace Guidon.Dashboard.Tests;

public sealed class ImportTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task A_file_is_tried_first_tells_what_it_loses_and_then_arrives_with_its_identities()
    {
        await using var server = await GuidonProcess.StartAsync();
        var exported = (await server.AskAsync(HttpStatusCode.OK, SampleFlags.Key, "GET", "api/guidon/v1/projects/1/export")).GetRawText();
        var file = JsonSerializer.Deserialize<Dictionary<string, object>>(exported)!;
        file["from_tomorrow"] = "this version does not know it";
        var text = JsonSerializer.Serialize(file).Replace("\"new_dashboard\"", "\"newer_dashboard\"", StringComparison.Ordinal)
            .Replace("\"identities\":[", "\"identities\":[" + string.Join(',', Enumerable.Range(0, 2_500).Select(at => $$"""{"identifier":"imported-{{at}}","traits":[]}""")) + (HasIdentities(exported) ? "," : ""), StringComparison.Ordinal);
        await using var window = await Window.SignedInAsync(chromium, server);
        await window.GoAsync("project");
        await window.Page.GetByLabel("File", Exactly).SetInputFilesAsync(new FilePayload { Name = "project.json", MimeType = "application/json", Buffer = System.Text.Encoding.UTF8.GetBytes("no json") });
        await window.Button("Try it, and store nothing").ClickAsync();
        await window.SeesAsync("Nothing was imported. The file is no JSON.");

        await window.Page.GetByLabel("File", Exactly).SetInputFilesAsync(new FilePayload { Name = "project.json", MimeType = "application/json", Buffer = System.Text.Encoding.UTF8.GetBytes(text) });
        await window.Button("Try it, and store nothing").ClickAsync();
        await window.SeesAsync("What would happen");
        await window.SeesAsync("from_tomorrow");
        Assert.DoesNotContain("newer_dashboard", await server.FlagsOfAsync("ada"), StringComparison.Ordinal);

        await window.Button("Import it").ClickAsync();

        await window.SeesAsync("Imported.");
        Assert.Contains("newer_dashboard", await server.FlagsOfAsync("ada"), StringComparison.Ordinal);
        await window.GoAsync("identities?q=\"imported-2499\"");
        await window.SeesAsync("1 identity");
        var download = await window.Page.RunAndWaitForDownloadAsync(async () =>
        {
            await window.GoAsync("project");
            await window.Link("Download project").ClickAsync();
        });
        Assert.Contains("newer_dashboard", await File.ReadAllTextAsync(await download.PathAsync()), StringComparison.Ordinal);
        Assert.Empty(window.Faults);

        static bool HasIdentities(string json) => JsonElement.Parse(json).GetProperty("environments")[0].GetProperty("identities").GetArrayLength() > 0;
    }

    [Fact]
    public async Task A_projects_switches_are_saved_and_its_typed_name_deletes_it()
    {
        await using var server = await GuidonProcess.StartAsync();
        await using var window = await Window.SignedInAsync(chromium, server);
        await window.GoAsync("project");
        await window.Page.GetByLabel("Name", Exactly).FillAsync("Shop");
        await window.Page.Locator("label.switch-field", new PageLocatorOptions { HasText = "Leave flags that are off out" }).ClickAsync();
        await window.Button("Save project").ClickAsync();
        await window.SeesAsync("The project was saved.");
        Assert.True((await server.AskAsync(HttpStatusCode.OK, SampleFlags.Key, "GET", "api/v1/projects/1/")).GetProperty("hide_disabled_flags").GetBoolean());
        await window.Page.GetByLabel("Type its name to confirm").FillAsync("Shop");
        await window.Button("Delete project").ClickAsync();
        await Assertions.Expect(window.Page).ToHaveTitleAsync("New project · Guidon");
        await server.AskAsync(HttpStatusCode.NotFound, SampleFlags.Key, "GET", "api/v1/projects/1/");
        Assert.Empty(window.Faults);
    }

    private static PageGetByLabelOptions Exactly => new() { Exact = true };
}
