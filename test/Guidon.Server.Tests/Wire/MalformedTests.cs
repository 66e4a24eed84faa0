using System.Net;
using Guidon.Server.Tests.Processes;
using Xunit.Abstractions;

namespace Guidon.Server.Tests.Wire;

/// <summary>Malformed HTTP from raw sockets: never a 500, never a hang, never a second request that nobody sent; and the process lives.</summary>
public sealed class MalformedTests(ServerFixture fixture, ITestOutputHelper output) : IClassFixture<ServerFixture>
{
    private GuidonProcess Server => fixture.Server;

    public static TheoryData<string> Names => [.. MalformedRequests.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Row", "S13")]
    [Trait("Row", "S15")]
    public async Task What_no_client_should_send_is_refused_and_nothing_else_happens(string name)
    {
        var (request, statuses) = MalformedRequests.All[name];
        var victim = $"v{MalformedRequests.All.Keys.ToList().IndexOf(name):00000}";
        var answers = await SendAsync(request.Replace("{vict}", victim), isPart: statuses.Contains(0));
        // The first answer is the one to this request; more come only where the request itself was good.
        var status = answers.Count == 0 ? 0 : answers[0].Status;
        Assert.True(statuses.Contains(status), $"{name}: {status}, expected one of {string.Join(", ", statuses)}");
        await AssertAliveAsync(victim);
    }

    [Fact]
    [Trait("Row", "S13")]
    public async Task Bytes_changed_at_random_never_yield_a_500_or_a_hang()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        string[] good = [.. MalformedRequests.All.Values.Select(each => each.Request).Where(request => request.Length is > 20 and < 2_000)];
        for (var i = 0; i < 400; i++)
        {
            var bytes = good[random.Next(good.Length)].ToCharArray();
            for (var change = random.Next(1, 5); change > 0; change--) bytes[random.Next(bytes.Length)] = (char)random.Next(256);
            await SendAsync(new string(bytes), isPart: true);
        }

        await Server.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/flags/", Server.ClientKey);
        AssertNoFault();
    }

    // Kestrel takes the end of the caller's side for the end of the connection: it closes, and may do so before it answers. So only what is
    // not whole ends at once; after the rest comes a good request that asks to close.
    private async Task<IReadOnlyList<WireAnswer>> SendAsync(string request, bool isPart)
    {
        using var connection = await RawConnection.OpenAsync(Server);
        await connection.SendAsync(request.Replace("{key}", Server.ClientKey));
        if (isPart) connection.EndSending();
        else if (!(await connection.ReadAsync()).Closes) await connection.SendAsync("GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        var answers = await connection.ReadToEndAsync();
        Assert.All(answers, answer => Assert.NotEqual(500, answer.Status));
        Assert.DoesNotContain(answers, answer => answer.Body.Contains("smuggled"));
        return answers;
    }

    private async Task AssertAliveAsync(string victim)
    {
        var identity = await Server.ExpectAsync(HttpStatusCode.OK, "GET", $"api/v1/identities/?identifier={victim}", Server.ClientKey);
        Assert.Equal("[]", identity.GetProperty("traits").GetRawText());
        AssertNoFault();
    }

    // Also sees a 500 that nobody was left to read.
    private void AssertNoFault() => Assert.True(!Server.Output.Contains("Failed to answer"), Server.Output);
}
