using System.Net;
using System.Text.Json;
using Guidon.Server.Tests.Management;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Clients;

/// <summary>The official command line from npm, unmodified. Its 0.2 reads; flags that it reads are made by the management API.</summary>
[Trait("Category", "External")]
public sealed class CommandLineTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private GuidonProcess Server => fixture.Server;

    [Fact]
    public async Task The_environment_document_is_fetched_with_a_new_server_side_key()
    {
        var key = (await Server.ManageAsync(HttpStatusCode.Created, "POST", $"api/v1/environments/{Server.ClientKey}/api-keys/", """{"name":"command line"}""")).GetProperty("key").GetString() ?? "";
        var document = await GetAsync(key, "-e", "environment");
        Assert.Equal(Server.ClientKey, document.GetProperty("api_key").GetString());
        Assert.NotEqual(0, document.GetProperty("feature_states").GetArrayLength());
    }

    [Fact]
    public async Task Flags_of_a_new_environment_are_fetched_for_everybody_and_for_an_identity()
    {
        var key = (await Server.ManageAsync(HttpStatusCode.Created, "POST", "api/v1/environments/", """{"name":"Command line","project":1}""")).GetProperty("api_key").GetString() ?? "";
        Assert.Equal("Welcome!", (await GetAsync(key)).GetProperty("flags").GetProperty("banner_text").GetProperty("value").GetString());
        var identity = (await Server.ManageAsync(HttpStatusCode.Created, "POST", $"api/v1/environments/{key}/identities/", """{"identifier":"cli user"}""")).GetProperty("id");
        var banner = (await Server.FeatureAsync("banner_text")).GetProperty("id");
        await Server.ManageAsync(HttpStatusCode.Created, "POST", $"api/v1/environments/{key}/identities/{identity}/featurestates/", $$"""{"feature":{{banner}},"enabled":true,"feature_state_value":"Hello, cli"}""");
        var flags = (await GetAsync(key, "-i", "cli user", "-t", "plan=pro")).GetProperty("flags");
        Assert.Equal("Hello, cli", flags.GetProperty("banner_text").GetProperty("value").GetString());
    }

    private async Task<JsonElement> GetAsync(string key, params string[] more)
    {
        var file = Path.Combine(Server.Folder, $"{Guid.NewGuid()}.json");
        await SdkProgram.RunAsync("flagsmith-cli/bin/run", ["get", key, "-a", new Uri(Server.Address, "api/v1/").ToString(), "-o", file, .. more]);
        return JsonElement.Parse(await File.ReadAllTextAsync(file));
    }
}
