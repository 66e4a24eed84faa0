using Guidon.Dashboard.Tests.Browser;
using Guidon.Doubles;
using Guidon.Receivers;
using Guidon.Receivers.Mixpanel;
using Guidon.Server.Tests.Processes;
using Microsoft.Playwright;

namespace Guidon.Dashboard.Tests;

/// <summary>Not among the usual tests: `dotnet run build.cs -- pictures` takes the pictures of README and docs anew.</summary>
[Trait("Category", "Pictures")]
public sealed class PictureTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly (string Name, string Path)[] s_pages =
    [
        ("features", "features"), ("feature", "features/1"), ("integrations", "integrations"),
        ("destination", "destinations/1"), ("parked", "destinations/2/parked"), ("replay", "destinations/1/replay"), ("status", "/ui/status"),
        ("segment", "segments/1"), ("identity", "identities/1?why=new_dashboard"), ("audit", "/ui/audit"), ("members", "/ui/members"),
        ("history", "features/SPLIT/history"), ("variants", "features/SPLIT/variants"), ("charts", "charts?hours=1"), ("environment", "environment"), ("import", "project"), ("permissions", "/ui/access?place=projects/1"),
    ];

    [Fact]
    public async Task Pictures_of_the_main_pages_are_taken()
    {
        var vendor = new StrictMixpanel(TimeProvider.System);
        vendor.Projects.Add("token-1");
        await using var receivers = await ReceiverHost.StartAsync(vendor);
        await using var refusing = await RecordingReceiver.StartAsync();
        refusing.Answer = _ => 400;
        await using var server = await GuidonProcess.StartAsync();
        await server.CreateAsync("mixpanel", new { api_key = "token-1", base_url = receivers.AddressOf(vendor) });
        await server.CreateAsync("webhook", new { url = refusing.Address });
        foreach (var name in (string[])["ada", "grace", "edsger", "barbara", "donald"]) await server.EvaluateAsync(name, """[{"trait_key":"plan","trait_value":"pro"},{"trait_key":"country","trait_value":"NL"}]""");
        await server.DrainAsync("mixpanel");
        await SendAsync(server, HttpMethod.Post, "api/v1/environments/", """{"name":"Production","project":1}""");
        await Eventually.TrueAsync("they are parked", async () => await server.LedgerAsync("webhook", "parked") == 5);
        var features = await server.AskAsync(System.Net.HttpStatusCode.OK, SampleFlags.Key, "GET", "api/v1/projects/1/features/");
        var split = features.GetProperty("results").EnumerateArray().First(each => each.GetProperty("multivariate_options").GetArrayLength() > 0).GetProperty("id").GetInt32();
        foreach (var colour in (string[])["teal", "green"]) await server.ChangeFlagAsync(split, new { environment_default = new { value = new { type = "string", value = colour } } });
        var group = await server.AskAsync(System.Net.HttpStatusCode.Created, SampleFlags.Key, "POST", "api/v1/organisations/1/groups/", new { name = "Readers" });
        await server.AskAsync(System.Net.HttpStatusCode.Created, SampleFlags.Key, "POST", "api/v1/projects/1/user-group-permissions/", new { group = group.GetProperty("id").GetInt32(), permissions = new[] { "VIEW_PROJECT" } });
        using (var reported = await server.Http.SendAsync(server.Request(HttpMethod.Post, "api/v1/analytics/flags/", server.ClientKey, """{"dark_mode":211,"banner_text":535,"checkout_button":87}"""))) Assert.True(reported.IsSuccessStatusCode);
        await Eventually.TrueAsync("charts have something to show", async () =>
            (await server.AskAsync(System.Net.HttpStatusCode.OK, SampleFlags.Key, "GET", "api/guidon/v1/series?hours=1")).GetProperty("total").GetProperty("delivered").GetInt64() >= 5
            && (await server.AskAsync(System.Net.HttpStatusCode.OK, SampleFlags.Key, "GET", $"api/guidon/v1/environments/{server.ClientKey}/usage")).GetProperty("features").GetArrayLength() >= 3);
        var folder = Environment.GetEnvironmentVariable("WRITE_PICTURES") ?? Path.Combine(Path.GetTempPath(), "guidon-pictures");
        Directory.CreateDirectory(folder);
        var taken = new List<string>();
        foreach (var (dark, width, suffix) in ((bool, int, string)[])[(false, 1280, "light"), (true, 1280, "dark"), (false, 390, "phone-light"), (true, 390, "phone-dark")])
        {
            await using var window = await Window.SignedInAsync(chromium, server, dark, width, width < 500 ? 844 : 820);
            foreach (var (name, path) in s_pages)
            {
                await window.GoAsync(path.Replace("SPLIT", split.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));
                await window.Page.EvaluateAsync("document.fonts.ready.then(() => true)");
                taken.Add(Path.Combine(folder, $"{name}-{suffix}.png"));
                await window.Page.ScreenshotAsync(new PageScreenshotOptions { Path = taken[^1] });
            }

            Assert.Empty(window.Faults);
        }

        // The folder may hold more: pictures of pages that there were in an earlier run.
        Assert.Equal(s_pages.Length * 4, taken.Distinct().Count(File.Exists));
    }

    private static async Task SendAsync(GuidonProcess server, HttpMethod method, string path, string json)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json") };
        using var answer = await server.Management.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
