using System.Net;
using System.Text.Json;
using Guidon.Doubles;
using Guidon.Receivers;
using Guidon.Receivers.Webhook;
using Guidon.Server.Tests.Management;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Vendors;

/// <summary><c>POST /webhooks/test/</c>: an address is tried before it is stored.</summary>
public sealed class WebhookTestTests(ServerFixture fixture) : IClassFixture<ServerFixture>, IAsyncLifetime
{
    private const string Path = "api/v1/webhooks/test/";
    private const string Secret = "my shared secret";

    private readonly StrictWebhook _webhook = new(TimeProvider.System) { LegacySecret = Secret };
    private ReceiverHost? _host;

    private GuidonProcess Server => fixture.Server;

    private string Address => (_host?.AddressOf(_webhook) ?? throw new InvalidOperationException("not started")) + "/hook";

    public async Task InitializeAsync() => _host = await ReceiverHost.StartAsync(_webhook);

    public Task DisposeAsync() => _host?.DisposeAsync().AsTask() ?? Task.CompletedTask;

    [Theory]
    [InlineData("environment", "FLAG_UPDATED")]
    [InlineData("organisation", "AUDIT_LOG_CREATED")]
    public async Task A_receiver_that_takes_it_gets_a_signed_sample_of_its_kind(string scope, string kind)
    {
        var id = scope == "environment" ? $"\"{Server.ClientKey}\"" : "1";
        var answer = await TestAsync(HttpStatusCode.OK, $$"""{"webhook_url":"{{Address}}","secret":"{{Secret}}","scope":{"type":"{{scope}}","id":{{id}} } }""");

        Assert.Equal(200, answer.GetProperty("status").GetInt32());
        Assert.Equal(kind, Assert.Single(_webhook.Rows).Kind);
        Assert.Contains("guidon-canary", _webhook.Rows[0].Properties.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_status_of_one_that_refuses_is_told_and_its_words_are_not()
    {
        _webhook.Always = FaultStep.Of(500, body: "the password of the database is swordfish");

        var answer = await TestAsync(HttpStatusCode.BadRequest, $$"""{"webhook_url":"{{Address}}","scope":{"type":"environment"} }""");

        Assert.Equal((500, "not_taken", ""), (answer.GetProperty("status").GetInt32(), answer.GetProperty("code").GetString(), answer.GetProperty("body").GetString()));
        Assert.DoesNotContain("swordfish", answer.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_where_nobody_listens_has_no_status()
    {
        var answer = await TestAsync(HttpStatusCode.BadRequest, $$"""{"webhook_url":"http://127.0.0.1:{{FreePort.Next()}}/","scope":{"type":"environment"} }""");

        Assert.Equal((JsonValueKind.Null, "not_taken"), (answer.GetProperty("status").ValueKind, answer.GetProperty("code").GetString()));
    }

    [Theory]
    [Trait("Row", "SEC-01")]
    [InlineData("""{"webhook_url":"http://10.0.0.1/","scope":{"type":"environment"}}""", "webhook_url")]
    [InlineData("""{"webhook_url":"http://169.254.169.254/latest/","scope":{"type":"organisation"}}""", "webhook_url")]
    [InlineData("""{"webhook_url":"no address","scope":{"type":"organisation"}}""", "webhook_url")]
    [InlineData("""{"webhook_url":7,"scope":{"type":"organisation"}}""", "webhook_url")]
    [InlineData("""{"scope":{"type":"organisation"}}""", "webhook_url")]
    [InlineData("""{"webhook_url":"http://127.0.0.1:9/"}""", "scope")]
    [InlineData("""{"webhook_url":"http://127.0.0.1:9/","scope":"environment"}""", "scope")]
    [InlineData("""{"webhook_url":"http://127.0.0.1:9/","scope":{"type":"project"}}""", "scope")]
    [InlineData("""{"webhook_url":"http://127.0.0.1:9/","secret":["a"],"scope":{"type":"organisation"}}""", "secret")]
    [InlineData("[]", "non_field_errors")]
    public async Task What_is_wrong_is_named_by_its_field(string body, string field) =>
        Assert.True((await TestAsync(HttpStatusCode.BadRequest, body)).TryGetProperty(field, out _));

    [Theory]
    [InlineData("""{"type":"environment","id":"of-somebody-else"}""")]
    [InlineData("""{"type":"organisation","id":2}""")]
    public async Task Nobody_speaks_for_what_is_not_his(string scope)
    {
        await TestAsync(HttpStatusCode.NotFound, $$"""{"webhook_url":"{{Address}}","scope":{{scope}} }""");

        Assert.Empty(_webhook.Requests);
    }

    [Fact]
    public async Task A_secret_that_comes_back_as_it_was_shown_signs_as_the_stored_one_also_while_switched_off()
    {
        var path = $"api/v1/environments/{Server.ClientKey}/webhooks/";
        var made = await Server.ManageAsync(HttpStatusCode.Created, "POST", path, $$"""{"url":"{{Address}}","secret":"{{Secret}}","enabled":false}""");

        await TestAsync(
            HttpStatusCode.OK,
            $$"""{"webhook_url":"{{Address}}","secret":"{{made.GetProperty("secret")}}","scope":{"type":"environment","id":"{{Server.ClientKey}}"} }""");

        Assert.Single(_webhook.Rows);
        await Server.ManageAsync(HttpStatusCode.NoContent, "DELETE", $"{path}{made.GetProperty("id")}/");
    }

    private Task<JsonElement> TestAsync(HttpStatusCode expected, string body) => Server.ManageAsync(expected, "POST", Path, body);
}
