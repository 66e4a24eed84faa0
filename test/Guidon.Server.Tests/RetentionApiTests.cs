using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests;

/// <summary>Retention, capture modes, trait rules and the status, asked of a real server process.</summary>
public class RetentionApiTests
{
    private const string Traits =
        """
        [{"trait_key":"plan","trait_value":"pro"},{"trait_key":"email","trait_value":"dropped-4711@example.org"},
         {"trait_key":"phone","trait_value":"hashed-4712"},{"trait_key":"age","trait_value":41}]
        """;

    /// <summary>How a new server is wanted.</summary>
    protected virtual ServerSettings New() => new();

    [Fact]
    public async Task A_policy_is_30_days_and_available_until_somebody_sets_it()
    {
        await using var server = await GuidonProcess.StartAsync(New());
        var path = $"api/guidon/v1/environments/{server.ClientKey}/retention";
        Assert.Equal(
            """{"days":30,"mode":"available","allow_traits":null,"drop_traits":[],"hash_traits":[]}""",
            await server.Management.GetStringAsync(path));

        using var set = await server.Management.PutAsJsonAsync(path, new { days = 90, mode = "strict", drop_traits = new[] { "email" } });

        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        Assert.Equal(
            """{"days":90,"mode":"strict","allow_traits":null,"drop_traits":["email"],"hash_traits":[]}""",
            await server.Management.GetStringAsync(path));
    }

    [Fact]
    public async Task A_policy_that_breaks_a_rule_is_refused_by_field()
    {
        await using var server = await GuidonProcess.StartAsync(New());
        foreach (var (body, field) in ((string, string)[])[
            ("""{"days":0}""", "days"), ("""{"days":91}""", "days"), ("""{"days":"x"}""", "days"), ("""{"mode":"sometimes"}""", "mode"), ("""{"drop_traits":"email"}""", "drop_traits"),
            ("""{"hash_traits":[1]}""", "hash_traits"), ("""{"drop_trait":["email"]}""", "drop_trait")])
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await server.Management.PutAsync($"api/guidon/v1/environments/{server.ClientKey}/retention", content);
            var json = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
            Assert.Equal((body, HttpStatusCode.BadRequest, "invalid"), (body, answer.StatusCode, json.GetProperty("code").GetString()));
            Assert.True(json.TryGetProperty(field, out _), json.GetRawText());
        }
    }

    [Fact]
    public async Task Nobody_sets_or_reads_without_a_master_key()
    {
        await using var server = await GuidonProcess.StartAsync(New());
        foreach (var path in (string[])["status", "retention-decisions", $"environments/{server.ClientKey}/retention"])
        {
            using var answer = await server.Http.GetAsync("api/guidon/v1/" + path);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }

        using var erased = await server.Http.DeleteAsync($"api/guidon/v1/environments/{server.ClientKey}/identities/alice");
        Assert.Equal(HttpStatusCode.Unauthorized, erased.StatusCode);
    }

    [Fact]
    public async Task Rules_withhold_traits_before_anything_is_durable()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var server = await GuidonProcess.StartAsync(New());
        await server.CreateAsync("webhook", new { url = receiver.Address });
        using var set = await server.Management.PutAsJsonAsync(
            $"api/guidon/v1/environments/{server.ClientKey}/retention",
            new { allow_traits = new[] { "plan", "email", "phone" }, drop_traits = new[] { "email" }, hash_traits = new[] { "phone" } });
        Assert.Equal(HttpStatusCode.OK, set.StatusCode);

        // Transient for the identity, so that the values are in no other table either.
        var body = $$"""{"identifier":"alice","transient":true,"traits":{{Traits.Replace("}", ""","transient":false}""")}}}""";
        using var answer = await server.Http.SendAsync(server.Request(HttpMethod.Post, "api/v1/identities/", server.ClientKey, body));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await server.EvaluateAsync("bob", """[{"trait_key":"phone","trait_value":"hashed-4712"},{"trait_key":"email","trait_value":"x@example.org"}]""");
        await server.DrainAsync("webhook");

        var bob = receiver.Requests.Select(request => request.Json).Single(json => json.GetProperty("identity").GetString() == "bob");
        var phone = Assert.Single(bob.GetProperty("traits").EnumerateArray());
        Assert.Equal("phone", phone.GetProperty("trait_key").GetString());
        Assert.Matches("^[0-9a-f]{32}$", phone.GetProperty("trait_value").GetString() ?? "");
        await server.KillAsync();
        foreach (var text in await StoredAsync(server)) Assert.DoesNotContain("dropped-4711", text);
    }

    [Fact]
    public async Task The_status_tells_promise_space_and_gaps()
    {
        await using var server = await GuidonProcess.StartAsync(New());

        var status = JsonElement.Parse(await server.Management.GetStringAsync("api/guidon/v1/status"));

        var storage = status.GetProperty("storage");
        // On what file system the tests run is not theirs to choose; that reasons go with a lower promise is.
        Assert.Equal(storage.GetProperty("promise").GetString() == "power_cut", storage.GetProperty("reasons").GetArrayLength() == 0);
        Assert.Contains(storage.GetProperty("space").GetString(), (string[])["enough", "scarce", "exhausted"]);
        Assert.True(storage.GetProperty("usable_bytes").GetInt64() > 0);
        Assert.Equal(0, storage.GetProperty("recovered_bytes_cut").GetInt64());
        Assert.Empty(status.GetProperty("capture_gaps").EnumerateArray());
        Assert.Empty(status.GetProperty("retention_notices").EnumerateArray());
        Assert.Equal("""{"results":[]}""", await server.Management.GetStringAsync("api/guidon/v1/retention-decisions"));
    }

    /// <summary>Everything that the server keeps, byte by byte.</summary>
    protected virtual async Task<string[]> StoredAsync(GuidonProcess server) =>
        await Task.WhenAll(Directory.GetFiles(server.Folder).Select(file => File.ReadAllTextAsync(file, Encoding.Latin1)));
}
