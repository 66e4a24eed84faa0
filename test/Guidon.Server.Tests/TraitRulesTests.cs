using System.Net;
using System.Net.Http.Json;
using System.Text;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests;

/// <summary>Trait rules of one destination, from a real server's API to its files and its receiver.</summary>
public sealed class TraitRulesTests
{
    private const string Traits =
        """
        [{"trait_key":"plan","trait_value":"pro"},{"trait_key":"email","trait_value":"dropped-4711@example.org"},
         {"trait_key":"phone","trait_value":"hashed-4712"},{"trait_key":"age","trait_value":41}]
        """;

    [Fact]
    [Trait("Row", "E18")]
    public async Task What_the_only_destination_must_not_see_is_never_durable()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var server = await GuidonProcess.StartAsync();
        await server.CreateAsync("webhook", new
        {
            url = receiver.Address,
            allow_traits = new[] { "plan", "email", "phone" },
            drop_traits = new[] { "email" },
            hash_traits = new[] { "phone" },
        });

        // Transient for the identity, so that the values are in no other table either.
        var body = $$"""{"identifier":"alice","transient":true,"traits":{{Traits.Replace("}", ""","transient":false}""")}}}""";
        using var answer = await server.Http.SendAsync(server.Request(HttpMethod.Post, "api/v1/identities/", server.ClientKey, body));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await server.EvaluateAsync("bob", """[{"trait_key":"plan","trait_value":"pro"},{"trait_key":"email","trait_value":"x"},{"trait_key":"phone","trait_value":"y"}]""");
        await server.DrainAsync("webhook");

        var traits = TraitsOf(receiver, "bob");
        Assert.Equal(["plan", "phone"], traits.Select(trait => trait.Key));
        Assert.Matches("^[0-9a-f]{32}$", traits[1].Value);
        await server.KillAsync();
        foreach (var file in Directory.GetFiles(server.Folder))
        {
            var text = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file));
            Assert.DoesNotContain("dropped-4711", text);
            Assert.DoesNotContain("hashed-4712", text);
        }
    }

    [Fact]
    public async Task A_new_rule_holds_for_events_that_wait_and_a_hash_is_not_hashed_again()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var server = await GuidonProcess.StartAsync();
        var id = await server.CreateAsync("webhook", new { url = receiver.Address, hash_traits = new[] { "phone" } });
        await server.EvaluateAsync("first", Traits);
        await server.DrainAsync("webhook");
        await server.StopAsync($"api/guidon/v1/destinations/{id}/pause");
        await server.EvaluateAsync("second", Traits);

        using var changed = await server.Management.PatchAsJsonAsync(
            $"api/v1/environments/{server.ClientKey}/integrations/webhook/{id}/", new { drop_traits = new[] { "email" }, hash_traits = new[] { "phone", "plan" } });
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Contains("""drop_traits":["email"]""", await changed.Content.ReadAsStringAsync());
        await server.StopAsync($"api/guidon/v1/destinations/{id}/resume");
        await server.DrainAsync("webhook");

        var (first, second) = (TraitsOf(receiver, "first"), TraitsOf(receiver, "second"));
        Assert.Equal(["plan", "email", "phone", "age"], first.Select(trait => trait.Key));
        Assert.Equal(["plan", "phone", "age"], second.Select(trait => trait.Key));
        Assert.Equal(first[2], second[1]);
        Assert.Matches("^[0-9a-f]{32}$", second[0].Value);
    }

    private static List<(string Key, string Value)> TraitsOf(RecordingReceiver receiver, string identity) =>
        [.. receiver.Requests.Select(request => request.Json).Single(json => json.GetProperty("identity").GetString() == identity)
            .GetProperty("traits").EnumerateArray()
            .Select(trait => (trait.GetProperty("trait_key").GetString() ?? "", trait.GetProperty("trait_value").ToString()))];
}
