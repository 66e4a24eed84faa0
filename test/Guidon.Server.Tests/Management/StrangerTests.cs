using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management;

/// <summary>What belongs to another organisation does not exist, for reading and for writing.</summary>
public sealed class StrangerTests
{
    private const string Key = "stranger-master-key-0123";

    [Fact]
    public async Task A_key_of_another_organisation_sees_and_changes_nothing()
    {
        await using var server = await PreparedInstallation.StartWithStrangerAsync(Key);
        var flag = await server.FlagPathAsync("page_size");
        var feature = (await server.FeatureAsync("page_size")).GetProperty("id");
        var states = $"api/v1/environments/{server.ClientKey}/featurestates/";
        var before = (await server.ReadFlagAsync("page_size")).UpdatedAt;
        foreach (var (method, path) in ((string, string)[])
        [
            ("GET", flag), ("PATCH", flag), ("PUT", flag), ("DELETE", flag + "segment-overrides/2/"),
            ("GET", states), ("GET", states + "1/"), ("PATCH", states + "1/"),
            ("GET", "api/v1/projects/1/features/"), ("POST", "api/v1/projects/1/features/"),
            ("GET", $"api/v1/projects/1/features/{feature}/"), ("PATCH", $"api/v1/projects/1/features/{feature}/"), ("DELETE", $"api/v1/projects/1/features/{feature}/"),
        ])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Api-Key", Key);
            if (method is not ("GET" or "DELETE")) request.Content = new StringContent("""{"name":"x","enabled":false,"environment_default":{"enabled":false}}""", Encoding.UTF8, "application/json");
            using var answer = await server.Http.SendAsync(request);
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{method} {path}: {answer.StatusCode}");
        }

        Assert.Equal(before, (await server.ReadFlagAsync("page_size")).UpdatedAt);
    }
}
