using Guidon.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Server.Tests;

/// <summary>What a request is told whose work ended otherwise than it should.</summary>
public sealed class ErrorFilterTests
{
    [Theory]
    [InlineData(true, 503, ErrorCodes.Unavailable)]
    [InlineData(false, 500, ErrorCodes.Internal)]
    public async Task What_the_servers_end_stopped_is_no_bug_and_may_be_asked_again(bool ends, int status, string code)
    {
        var filter = new ErrorFilter(NullLogger<ErrorFilter>.Instance, new CancellationToken(canceled: ends));
        var http = new DefaultHttpContext();
        using var body = new MemoryStream();
        http.Response.Body = body;

        await filter.InvokeAsync(http, _ => throw new OperationCanceledException());

        Assert.Equal(status, http.Response.StatusCode);
        Assert.Contains($"\"{code}\"", System.Text.Encoding.UTF8.GetString(body.ToArray()), StringComparison.Ordinal);
    }
}
