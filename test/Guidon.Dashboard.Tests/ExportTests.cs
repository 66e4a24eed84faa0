using System.Net;
using Guidon.Contracts;
using Guidon.Dashboard.Client;
using Guidon.Dashboard.Frame;
using Guidon.Dashboard.Organisation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Guidon.Dashboard.Tests;

/// <summary>A download of many pages, of which one cannot be had.</summary>
public sealed class ExportTests
{
    [Theory]
    [InlineData(HttpStatusCode.OK, true)]
    [InlineData(HttpStatusCode.NotFound, false)]             // the organisation is gone
    [InlineData(HttpStatusCode.ServiceUnavailable, false)]
    [InlineData(HttpStatusCode.Forbidden, false)]            // the right was taken away meanwhile
    public async Task A_file_that_is_not_whole_does_not_end_as_if_it_were(HttpStatusCode third, bool isWhole)
    {
        await using var host = WebApplication.CreateSlimBuilder().Build();
        host.Urls.Add("http://127.0.0.1:0");
        using var management = new HttpClient(new Pages(third)) { BaseAddress = new Uri("http://guidon.invalid") };
        host.MapGet("/export", async http => await (await AuditPages.ExportAsync(Visit(http, management))).ExecuteAsync(http));
        await host.StartAsync();
        using var browser = new HttpClient();

        var read = await Record.ExceptionAsync(async () => Assert.Equal("page 1\npage 2\npage 3\n", await browser.GetStringAsync(new Uri(host.Urls.Single() + "/export"))));

        Assert.Equal(isWhole, read is null);
        if (!isWhole) Assert.IsAssignableFrom<HttpRequestException>(read);   // the connection broke off; no other file came
    }

    private static Visit Visit(HttpContext http, HttpClient management)
    {
        var client = new ManagementClient(management, null, null, null, http.RequestAborted);
        return new Visit(http, client, _ => client, new FrameAnswer(1, "Ours", "ann", true, 0, [], [], [], null), FormCollection.Empty);
    }

    private sealed class Pages(HttpStatusCode third) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var page = request.RequestUri!.Query is { Length: 2 } query ? query[1] - '0' : 1;
            var answer = new HttpResponseMessage(page == 3 ? third : HttpStatusCode.OK) { Content = new StringContent($"page {page}\n") };
            if (page < 3) answer.Headers.Add("Link", $"<http://guidon.invalid/records?{page + 1}>; rel=\"next\"");
            return Task.FromResult(answer);
        }
    }
}
