using System.Net;
using Guidon.Dashboard.Tests.Browser;
using Guidon.Server.Tests.Processes;
using Microsoft.Playwright;

namespace Guidon.Dashboard.Tests;

public sealed class HealthTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task What_a_provider_says_marks_the_feature_until_somebody_dismisses_it_or_the_provider_is_deleted()
    {
        await using var server = await GuidonProcess.StartAsync();
        var id = await server.CreateFeatureAsync("checkout");
        await using var window = await Window.SignedInAsync(chromium, server);
        await window.GoAsync($"features/{id}/health");
        await window.SeesAsync("Nobody said how it is doing");
        await window.Link("Health providers of this project").ClickAsync();
        await window.ReadyAsync();
        await window.Page.GetByLabel("What it sends").SelectOptionAsync("Webhook");
        await window.Button("Add provider").ClickAsync();
        await window.SeesAsync("Webhook may report from now on");
        var address = await window.Page.GetByLabel("Address of Webhook").TextContentAsync() ?? "";
        Assert.StartsWith(server.Address.ToString(), address, StringComparison.Ordinal);
        // Somebody else is faster: the page still offers what is there by now.
        await server.AskAsync(HttpStatusCode.Created, SampleFlags.Key, "POST", "api/v1/projects/1/feature-health/providers/", new { name = "Grafana" });
        await window.Button("Add provider").ClickAsync();
        await window.SeesAsync("Nothing was added. This project has it already.");
        await Assertions.Expect(window.Page.GetByLabel("Address of Grafana")).ToBeAttachedAsync();
        await Assertions.Expect(window.Button("Add provider")).ToHaveCountAsync(0);

        var path = new Uri(address).AbsolutePath[1..];
        var reason = new { text_blocks = new[] { new { title = "Errors", text = "<b>4 %</b> of all orders" } }, url_blocks = new[] { new { title = "Runbook", url = "https://wiki.example/checkout" } } };
        await server.AskAsync(HttpStatusCode.OK, "", "POST", path, new { feature = "checkout", environment = "Development", status = "unhealthy", reason });
        await window.GoAsync("features?q=checkout");
        await window.Link("checkout is unhealthy in Development").ClickAsync();
        await window.SeesAsync("<b>4 %</b> of all orders");
        await Assertions.Expect(window.Link("Runbook")).ToHaveAttributeAsync("href", "https://wiki.example/checkout");
        await window.Link("Flag").ClickAsync();
        await Assertions.Expect(window.Page.Locator(".banner.bad")).ToContainTextAsync("Unhealthy in Development");
        await window.Link("See its health").ClickAsync();
        await window.ReadyAsync();
        await window.Button("Dismiss what Webhook said of Development").ClickAsync();
        await window.SeesAsync("Dismissed by admin@example.org.");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = "Dismiss" })).ToHaveCountAsync(0);
        await window.GoAsync("features?q=checkout");
        await Assertions.Expect(window.Page.Locator(".badge.bad")).ToHaveCountAsync(0);

        // What is dismissed too late is told.
        await server.AskAsync(HttpStatusCode.OK, "", "POST", path, new { feature = "checkout", status = "unhealthy" });
        await window.GoAsync($"features/{id}/health");
        await server.AskAsync(HttpStatusCode.NoContent, SampleFlags.Key, "DELETE", "api/v1/projects/1/feature-health/providers/Webhook/");
        await window.Button("Dismiss what Webhook said of all environments").ClickAsync();
        await window.SeesAsync("What was said is not kept any more.");
        await window.GoAsync("project");
        var end = window.Page.Locator("#end-of-Grafana");
        await end.Locator("summary").ClickAsync();
        await end.GetByRole(AriaRole.Checkbox).CheckAsync();
        await end.GetByRole(AriaRole.Button).ClickAsync();
        await window.SeesAsync("Grafana was deleted.");
        Assert.Equal(0, (await server.AskAsync(HttpStatusCode.OK, SampleFlags.Key, "GET", "api/v1/projects/1/feature-health/providers/")).GetArrayLength());
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task Who_may_not_edit_features_sees_how_they_are_and_dismisses_nothing()
    {
        await using var server = await GuidonProcess.StartAsync();
        var id = await server.CreateFeatureAsync("checkout");
        await server.AskAsync(HttpStatusCode.Created, SampleFlags.Key, "POST", "api/v1/environments/", new { name = "Hidden", project = 1 });
        var provider = await server.AskAsync(HttpStatusCode.Created, SampleFlags.Key, "POST", "api/v1/projects/1/feature-health/providers/", new { name = "Webhook" });
        var path = new Uri(provider.GetProperty("webhook_url").GetString() ?? "").AbsolutePath[1..];
        foreach (var environment in (string?[])[null, "Hidden"]) await server.AskAsync(HttpStatusCode.OK, "", "POST", path, new { feature = "checkout", environment, status = "unhealthy" });
        await server.JoinAsync("grace@example.org");
        await server.PermitAsync("grace@example.org", "projects/1", isAdmin: false, "VIEW_PROJECT");
        await server.PermitAsync("grace@example.org", $"environments/{server.ClientKey}", isAdmin: false, "VIEW_ENVIRONMENT");
        await using var window = await Window.OpenAsync(chromium, server);
        await window.SignInAsync("grace@example.org", "a password of mine");

        await window.GoAsync($"features/{id}/health");

        await Assertions.Expect(window.Page.Locator(".history > li h2")).ToHaveTextAsync(["unhealthy in all environments"]);
        await Assertions.Expect(window.Page.Locator("#main button")).ToHaveCountAsync(0);
        Assert.Equal(403, (await window.Page.GotoAsync($"/ui/p/1/e/{server.ClientKey}/project"))?.Status);
        foreach (var (page, form) in ((string, string)[])[($"features/{id}/health", "id=1"), ("project", "do=add-provider&provider=Grafana"), ("project", "do=delete-provider&provider=Webhook")])
            await window.Page.EvaluateAsync("([page, form]) => fetch(page, { method: 'POST', body: new URLSearchParams(form) })", new[] { $"/ui/p/1/e/{server.ClientKey}/{page}", form });
        var kept = await server.AskAsync(HttpStatusCode.OK, SampleFlags.Key, "GET", "api/v1/projects/1/feature-health/events/?type=UNHEALTHY");
        Assert.Equal(2, kept.GetArrayLength());
        Assert.Equal(1, (await server.AskAsync(HttpStatusCode.OK, SampleFlags.Key, "GET", "api/v1/projects/1/feature-health/providers/")).GetArrayLength());
    }
}
