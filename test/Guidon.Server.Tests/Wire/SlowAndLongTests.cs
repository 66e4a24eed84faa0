using System.Net;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Wire;

/// <summary>Callers that are slow, impatient, or send more than they may: well-formed requests at the edges of the protocol.</summary>
public sealed class SlowAndLongTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Body = """{"identifier":"slow","traits":[{"trait_key":"plan","trait_value":"pro"}]}""";

    private GuidonProcess Server => fixture.Server;

    private string PostHead => $"POST /api/v1/identities/ HTTP/1.1\r\nHost: x\r\nX-Environment-Key: {Server.ClientKey}\r\nContent-Type: application/json\r\n";

    private string Get => $"GET /api/v1/flags/ HTTP/1.1\r\nHost: x\r\nX-Environment-Key: {Server.ClientKey}\r\n\r\n";

    [Fact]
    public async Task A_request_that_comes_byte_by_byte_is_answered()
    {
        using var connection = await RawConnection.OpenAsync(Server);
        foreach (var letter in $"{PostHead}Content-Length: {Body.Length}\r\n\r\n{Body}") await connection.SendAsync(letter.ToString());
        Assert.Equal("slow", (await connection.ReadAsync()).Json.GetProperty("identifier").GetString());
    }

    [Fact]
    public async Task A_body_in_chunks_of_one_byte_is_answered()
    {
        using var connection = await RawConnection.OpenAsync(Server);
        await connection.SendAsync($"{PostHead}Transfer-Encoding: chunked\r\n\r\n{string.Concat(Body.Select(letter => $"1;x=y\r\n{letter}\r\n"))}0\r\nX-Trailer: z\r\n\r\n");
        Assert.Equal("slow", (await connection.ReadAsync()).Json.GetProperty("identifier").GetString());
    }

    [Fact]
    public async Task A_body_that_stops_in_the_middle_is_given_up()
    {
        using var connection = await RawConnection.OpenAsync(Server);
        await connection.SendAsync($"{PostHead}Content-Length: {Body.Length}\r\n\r\n{Body[..10]}");
        Assert.Equal(408, (await connection.ReadAsync()).Status);
        Assert.Empty((await connection.ReadToEndAsync()).Skip(1));
    }

    [Fact]
    public async Task Headers_that_stop_in_the_middle_are_given_up()
    {
        using var connection = await RawConnection.OpenAsync(Server);
        await connection.SendAsync(PostHead);
        Assert.Equal(408, (await connection.ReadAsync()).Status);
    }

    [Fact]
    public async Task A_caller_that_asks_first_is_told_to_go_on()
    {
        using var connection = await RawConnection.OpenAsync(Server);
        await connection.SendAsync($"{PostHead}Expect: 100-continue\r\nContent-Length: {Body.Length}\r\n\r\n");
        Assert.Equal(100, (await connection.ReadAsync()).Status);
        await connection.SendAsync(Body);
        Assert.Equal(200, (await connection.ReadAsync()).Status);
    }

    [Fact]
    public async Task A_caller_that_asks_first_learns_that_its_body_is_too_large_before_it_sends_it()
    {
        using var connection = await RawConnection.OpenAsync(Server);
        await connection.SendAsync($"{PostHead}Expect: 100-continue\r\nContent-Length: 3000000\r\n\r\n");
        Assert.Equal(413, (await connection.ReadAsync()).Status);
    }

    [Theory]
    [InlineData("Content-Length")]
    [InlineData("Transfer-Encoding")]
    public async Task A_caller_that_reads_only_after_it_has_sent_everything_still_reads_the_413(string framing)
    {
        const int bytes = 12_000_000;
        using var connection = await RawConnection.OpenAsync(Server);
        await connection.SendAsync($"{PostHead}{framing}: {(framing == "Content-Length" ? bytes : "chunked")}\r\n\r\n");
        if (framing == "Transfer-Encoding") await connection.SendAsync($"{bytes:x}\r\n");
        for (var sent = 0; sent < bytes; sent += 1_000_000) Assert.True(await connection.SendAsync(new byte[1_000_000]), $"cut after {sent} bytes");
        if (framing == "Transfer-Encoding") await connection.SendAsync("\r\n0\r\n\r\n");
        var answer = await connection.ReadAsync();
        Assert.Equal((413, "too_large"), (answer.Status, answer.Json.GetProperty("code").GetString()));
        Assert.Empty((await connection.ReadToEndAsync()).Skip(1));
    }

    [Fact]
    public async Task A_body_without_end_is_cut_off()
    {
        using var connection = await RawConnection.OpenAsync(Server);
        await connection.SendAsync($"{PostHead}Content-Length: 99999999999\r\n\r\n");
        var megabytes = 0;
        while (megabytes < 200 && await connection.SendAsync(new byte[1_000_000])) megabytes++;
        Assert.True(megabytes < 200, "The server took 200 MB of a body that may have 2.5.");
        await Server.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/flags/", Server.ClientKey);
    }

    [Fact]
    public async Task Requests_in_a_row_are_answered_in_their_order()
    {
        using var connection = await RawConnection.OpenAsync(Server);
        await connection.SendAsync(string.Concat(Enumerable.Range(0, 50).Select(i => $"{PostHead}Content-Length: {Json(i).Length}\r\n\r\n{Json(i)}{Get}")));
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal($"row-{i}", (await connection.ReadAsync()).Json.GetProperty("identifier").GetString());
            Assert.StartsWith("[", (await connection.ReadAsync()).Body);
        }

        static string Json(int number) => $$"""{"identifier":"row-{{number}}"}""";
    }

    [Fact]
    public async Task A_caller_that_has_ended_its_side_is_not_left_hanging()
    {
        using var connection = await RawConnection.OpenAsync(Server);
        await connection.SendAsync($"{PostHead}Content-Length: {Body.Length}\r\n\r\n{Body}");
        connection.EndSending();
        // The web server takes this for the end of the connection: whether the answer still comes is a matter of who is first.
        Assert.All(await connection.ReadToEndAsync(), answer => Assert.Equal(200, answer.Status));
    }

    [Theory]
    [InlineData("GET http://x/api/v1/flags/ HTTP/1.1\r\nHost: x\r\n")]
    [InlineData("GET /api/v1/flags/ HTTP/1.0\r\n")]
    [InlineData("GET /api/v1/%66lags/ HTTP/1.1\r\nHost: x\r\n")]
    [InlineData("\r\nGET /api/v1/flags/ HTTP/1.1\r\nHost: x\r\n")]
    public async Task Unusual_and_allowed_forms_of_a_request_are_answered(string head)
    {
        using var connection = await RawConnection.OpenAsync(Server);
        await connection.SendAsync($"{head}X-Environment-Key: {Server.ClientKey}\r\n\r\n");
        Assert.Equal(200, (await connection.ReadAsync()).Status);
    }

    [Fact]
    public async Task A_thousand_callers_that_leave_in_the_middle_do_no_harm()
    {
        for (var i = 0; i < 1_000; i++)
        {
            using var connection = await RawConnection.OpenAsync(Server);
            await connection.SendAsync($"{PostHead}Content-Length: {Body.Length}\r\n\r\n{Body[..(i % Body.Length)]}");
        }

        await Server.ExpectAsync(HttpStatusCode.OK, "GET", "api/v1/flags/", Server.ClientKey);
        Assert.DoesNotContain("Failed to answer", Server.Output);
    }
}
