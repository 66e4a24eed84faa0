using System.Net;
using System.Text;
using System.Text.Json;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests;

/// <summary>Erasure of an identity through the API, verified by a search of everything stored while the server runs.</summary>
public class ErasureTests
{
    // In all that must go, and with letters that no hash, id or time in the files can hold by chance; digits alone were found in one.
    private const string Word = "wonderland";
    private const string Alice = "alice-wonderland/with a slash";
    private const string Traits = """[{"trait_key":"note","trait_value":"secret-of-wonderland"}]""";

    /// <summary>How a new server is wanted.</summary>
    protected virtual ServerSettings New() => new();

    /// <summary>Whether files are cleared with the rows, or the engine's own clean-up does it later.</summary>
    protected virtual bool ClearsFiles => true;

    [Fact]
    public async Task A_search_and_then_an_erasure_are_no_damage()
    {
        await using var server = await GuidonProcess.StartAsync(New());
        await server.EvaluateAsync("carol");
        using var found = await server.Management.GetAsync($"api/v1/environments/{server.ClientKey}/identities/?q=ARO");
        Assert.Contains("carol", await found.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await EraseAsync(server, "carol");

        Assert.Empty(await server.FindingsAsync());
    }

    [Fact]
    [Trait("Row", "OPS-06")]
    [Trait("Row", "S18")]
    public async Task An_identity_is_erased_from_every_file_and_what_was_pending_is_cancelled()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = _ => 401;   // holds the destination: nothing leaves
        await using var server = await GuidonProcess.StartAsync(New());
        await server.CreateAsync("webhook", new { url = receiver.Address });
        await server.EvaluateAsync("bob");
        await Eventually.TrueAsync("it is held", async () => (await server.DestinationAsync("webhook")).GetProperty("state").GetString() == "held");
        for (var n = 0; n < 3; n++) await server.EvaluateAsync(Alice, Traits);
        Assert.True(await IsStoredAsync(server, Word));

        var receipt = await EraseAsync(server, Alice);

        Assert.Equal((1, 1, 3, 3), (Count(receipt, "identities"), Count(receipt, "traits"), Count(receipt, "events"), Count(receipt, "pending_cancelled")));
        Assert.Equal(ClearsFiles, receipt.GetProperty("files_cleared").GetBoolean());
        Assert.False(await IsStoredAsync(server, Word));
        Assert.Equal((3L, 1L, 0L), (await server.LedgerAsync("webhook", "cancelled"), await server.LedgerAsync("webhook", "pending"), await server.LedgerAsync("webhook", "residual")));

        receiver.Answer = _ => 200;
        using var mended = await server.Management.PatchAsync(
            $"api/v1/environments/{server.ClientKey}/integrations/webhook/{(await server.DestinationAsync("webhook")).GetProperty("id")}/",
            new StringContent($$"""{"url":"{{receiver.Address}}"}""", Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.OK, mended.StatusCode);
        var ledger = await server.DrainAsync("webhook");
        Assert.Equal((1, 3), (Count(ledger, "delivered"), Count(ledger, "cancelled")));
        Assert.DoesNotContain(receiver.Requests, request => request.Json.GetProperty("identity").GetString() != "bob");
        await server.StopAsync();
        Assert.False(await IsStoredAsync(server, Word));
        Assert.DoesNotContain(Word, server.Output);
    }

    [Fact]
    public async Task Flags_that_were_set_for_the_identity_go_too()
    {
        await using var server = await GuidonProcess.StartAsync(New());
        Assert.True(await IsStoredAsync(server, "guidon-demo"), "the sample project sets a flag for guidon-demo");

        var receipt = await EraseAsync(server, "guidon-demo");

        Assert.Equal(1, Count(receipt, "overrides"));
        Assert.False(await IsStoredAsync(server, "guidon-demo"));
        await server.EvaluateAsync("guidon-demo");
    }

    [Fact]
    public async Task What_is_not_there_gives_a_receipt_of_zeros_and_an_unknown_environment_404()
    {
        await using var server = await GuidonProcess.StartAsync(New());

        var receipt = await EraseAsync(server, "nobody");
        using var unknown = await server.Management.DeleteAsync("api/guidon/v1/environments/none/identities/nobody");

        Assert.Equal((0, 0), (Count(receipt, "identities"), Count(receipt, "events")));
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    private static async Task<JsonElement> EraseAsync(GuidonProcess server, string identifier)
    {
        using var answer = await server.Management.DeleteAsync(
            $"api/guidon/v1/environments/{server.ClientKey}/identities/{Uri.EscapeDataString(identifier)}");
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return JsonElement.Parse(text);
    }

    private static int Count(JsonElement json, string name) => json.GetProperty(name).GetInt32();

    /// <summary>Whether a text is anywhere in what the server keeps.</summary>
    protected virtual Task<bool> IsStoredAsync(GuidonProcess server, string text)
    {
        var wanted = Encoding.UTF8.GetBytes(text);
        return Task.FromResult(Directory.GetFiles(server.Folder, "guidon.db*").Any(file =>
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes.AsSpan().IndexOf(wanted) >= 0;
        }));
    }
}
