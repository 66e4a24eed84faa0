using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Vendors;

/// <summary>The six operations, alike for every integration, and what is refused before it is stored.</summary>
public sealed class IntegrationEndpointTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Secret = "key-of-nobody-abcd";

    [Theory]
    [InlineData("amplitude", "api_key", "base_url")]
    [InlineData("heap", "api_key", "base_url")]
    [InlineData("mixpanel", "api_key", "base_url")]
    [InlineData("posthog", "api_key", "base_url")]
    [InlineData("rudderstack", "api_key", "base_url")]
    [InlineData("segment", "api_key", "base_url")]
    [InlineData("webhook", "secret", "url")]
    public async Task An_integration_is_listed_read_changed_and_deleted_and_its_secret_never_shown(string integration, string secret, string address)
    {
        var http = fixture.Server.Management;
        var path = $"api/v1/environments/{fixture.Server.ClientKey}/integrations/{integration}/";
        var written = new Dictionary<string, string> { [secret] = Secret, [address] = "http://127.0.0.1:9/" };
        Assert.Equal("[]", await http.GetStringAsync(path));

        using var created = await http.PostAsJsonAsync(path, written);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt32();
        using var second = await http.PostAsJsonAsync(path, written);
        Assert.Equal(HttpStatusCode.BadRequest, second.StatusCode);
        Assert.Contains("This integration already exists for this environment.", await second.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var changed = await http.PatchAsJsonAsync($"{path}{id}/", new Dictionary<string, string> { ["deliver"] = "on change" });
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        using var replaced = await http.PutAsJsonAsync($"{path}{id}/", written);
        Assert.Equal(HttpStatusCode.OK, replaced.StatusCode);

        var shown = await http.GetStringAsync($"{path}{id}/");
        Assert.All(written.Keys.Append("id"), field => Assert.True(JsonElement.Parse(shown).TryGetProperty(field, out _), field));
        Assert.Equal("****abcd", JsonElement.Parse(shown).GetProperty(secret).GetString());
        Assert.DoesNotContain("nobody", shown + await http.GetStringAsync(path), StringComparison.Ordinal);
        using var deleted = await http.DeleteAsync($"{path}{id}/");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
    }

    [Theory]
    [InlineData("environments/{k}/integrations/segment/", "api_key", "base_url")]
    [InlineData("environments/{k}/webhooks/", "secret", "url")]
    [InlineData("organisations/1/webhooks/", "secret", "url")]
    [InlineData("projects/1/integrations/datadog/", "api_key", "base_url")]
    public async Task A_secret_does_not_follow_an_address_to_another_server(string path, string secret, string address)
    {
        var http = fixture.Server.Management;
        path = "api/v1/" + path.Replace("{k}", fixture.Server.ClientKey, StringComparison.Ordinal);
        using var created = await http.PostAsJsonAsync(path, new Dictionary<string, string> { [secret] = Secret, [address] = "http://127.0.0.1:9/" });
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt32();

        foreach (var body in (Dictionary<string, string>[])[new() { [address] = "http://127.0.0.1:10/" }, new() { [address] = "http://127.0.0.1:10/", [secret] = "****abcd" }])
        {
            using var refused = await http.PatchAsJsonAsync($"{path}{id}/", body);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.True((await refused.Content.ReadFromJsonAsync<JsonElement>()).TryGetProperty(secret, out _));
        }

        using var moved = await http.PatchAsJsonAsync($"{path}{id}/", new Dictionary<string, string> { [address] = "http://127.0.0.1:9/other" });
        Assert.Equal(HttpStatusCode.OK, moved.StatusCode);
        using var deleted = await http.DeleteAsync($"{path}{id}/");
    }

    [Theory]
    [InlineData("heap", """{}""", "api_key")]
    [InlineData("rudderstack", """{"api_key":"k"}""", "base_url")]
    [InlineData("segment", """{"api_key":"k","base_url":"http://10.0.0.1/"}""", "base_url")]
    [InlineData("mixpanel", """{"api_key":"k","base_url":"https://169.254.169.254/"}""", "base_url")]
    [InlineData("posthog", """{"api_key":"k","deliver":"sometimes"}""", "deliver")]
    [InlineData("mixpanel", """{"api_key":"k","values":"guess"}""", "values")]
    [InlineData("heap", """{"api_key":"k","raw_booleans":"yes"}""", "raw_booleans")]
    [InlineData("webhook", """{"url":"http://127.0.0.1:9/","standard_secret":"plain text"}""", "standard_secret")]
    [InlineData("webhook", """{"url":"http://127.0.0.1:9/","previous_standard_secret":"whsec_c2hvcnQ="}""", "previous_standard_secret")]
    public async Task What_is_wrong_is_named_by_its_field(string integration, string body, string field)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await fixture.Server.Management.PostAsync($"api/v1/environments/{fixture.Server.ClientKey}/integrations/{integration}/", content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.True((await answer.Content.ReadFromJsonAsync<JsonElement>()).TryGetProperty(field, out _));
    }
}
