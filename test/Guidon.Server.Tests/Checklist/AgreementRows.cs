using System.Net;
using System.Text.Json;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Checklist;

/// <summary>The server and an SDK that evaluates by itself say the same.</summary>
[Trait("Category", "External")]
public sealed class AgreementRows(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Fact]
    [Trait("Row", "98")]
    public async Task A_thousand_users_see_the_same_from_the_server_and_from_the_node_sdk()
    {
        var local = await SdkProgram.AskAsync("node-many.mjs", fixture.Server, "user", new { plan = "pro", age = 30 });
        var variants = new HashSet<string>();
        var index = 0;
        foreach (var user in local.EnumerateObject())
        {
            var traits = index++ % 2 == 0 ? "" : """{"trait_key":"plan","trait_value":"pro"},{"trait_key":"age","trait_value":30}""";
            var remote = await fixture.Server.ExpectAsync(
                HttpStatusCode.OK, "POST", "api/v1/identities/", fixture.Server.ServerKey, $$"""{"identifier":"{{user.Name}}","transient":true,"traits":[{{traits}}]}""");
            foreach (var flag in remote.GetProperty("flags").EnumerateArray())
            {
                var name = flag.GetProperty("feature").GetProperty("name").GetString() ?? "";
                var expected = user.Value.GetProperty(name);
                Assert.Equal((name, expected.GetProperty("enabled").GetBoolean()), (name, flag.GetProperty("enabled").GetBoolean()));
                Assert.True(JsonElement.DeepEquals(expected.GetProperty("value"), flag.GetProperty("feature_state_value")), $"{user.Name}, {name}");
                if (name == "checkout_button") variants.Add(flag.GetProperty("variant").GetString() ?? "");
            }
        }

        Assert.Equal((1_000, 3), (index, variants.Count));
    }
}
