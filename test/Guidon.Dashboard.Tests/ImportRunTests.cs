using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Guidon.Contracts.Transfer;
using Guidon.Dashboard.Client;
using Guidon.Dashboard.Projects;
using Guidon.Doubles;
using Guidon.Server.Tests.Processes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Dashboard.Tests;

/// <summary>An import goes on beside requests, ends in every case and says how; and it is for those who may.</summary>
public sealed class ImportRunTests
{
    [Fact]
    public async Task A_run_that_fails_in_an_unknown_way_is_over_and_says_so()
    {
        await using var runs = new ImportRuns(NullLogger<ImportRuns>.Instance);
        using var http = new HttpClient(new Answering(_ => throw new InvalidOperationException("a bug"))) { BaseAddress = new Uri("http://guidon.invalid") };

        Assert.True(runs.TryStart(Run(http, runs)));

        await Eventually.TrueAsync("it is over", () => runs.Find(1)?.Progress.IsOver == true);
        var problem = runs.Find(1)?.Progress.Problem;
        Assert.Contains("the server's log says why", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("a bug", problem, StringComparison.Ordinal);
        Assert.True(runs.TryStart(Run(http, runs)));   // and may be tried again
    }

    [Fact]
    public async Task The_servers_end_interrupts_a_run_and_waits_for_it()
    {
        var (reached, isOver) = (new TaskCompletionSource(), false);
        var runs = new ImportRuns(NullLogger<ImportRuns>.Instance);
        using var http = new HttpClient(new Answering(async stop =>
        {
            reached.SetResult();
            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            isOver = true;
            throw new OperationCanceledException(stop);
        }))
        { BaseAddress = new Uri("http://guidon.invalid"), Timeout = Timeout.InfiniteTimeSpan };
        Assert.True(runs.TryStart(Run(http, runs)));
        await reached.Task;
        Assert.False(runs.TryStart(Run(http, runs)));   // one at a time

        await runs.DisposeAsync();

        Assert.True(isOver);
        var progress = runs.Find(1)?.Progress;
        Assert.True(progress?.IsOver);
        Assert.StartsWith("It was interrupted", progress?.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_whose_request_is_not_answered_in_time_is_over_says_so_and_may_be_tried_again()
    {
        await using var runs = new ImportRuns(NullLogger<ImportRuns>.Instance);
        using var http = new HttpClient(new Answering(stop => Task.Delay(Timeout.Infinite, stop))) { BaseAddress = new Uri("http://guidon.invalid"), Timeout = TimeSpan.FromMilliseconds(1) };

        Assert.True(runs.TryStart(Run(http, runs)));

        await Eventually.TrueAsync("it is over", () => runs.Find(1)?.Progress.IsOver == true);
        Assert.StartsWith("It was interrupted", runs.Find(1)?.Progress.Problem, StringComparison.Ordinal);
        Assert.Contains("import the file once more", runs.Find(1)?.Progress.Problem, StringComparison.Ordinal);
        Assert.True(runs.TryStart(Run(http, runs)));
    }

    [Fact]
    public async Task Whoever_may_not_import_is_told_so_before_the_file_is_looked_at()
    {
        await using var server = await GuidonProcess.StartAsync();
        const string Key = $"Api-Key {GuidonProcess.ApiKey}";
        var link = (await server.AskAsync(HttpStatusCode.Created, Key, "POST", "api/v1/organisations/1/invite-links/", new { role = "USER" })).GetProperty("hash").GetString();
        var joined = await server.AskAsync(HttpStatusCode.Created, "", "POST", "api/v1/auth/users/", new { email = "reader@example.org", password = "a secret of mine", invite_hash = link });
        var user = joined.GetProperty("id").GetInt32();
        await server.AskAsync(HttpStatusCode.Created, Key, "POST", "api/v1/projects/1/user-permissions/", new { user, permissions = new[] { "VIEW_PROJECT" } });
        await server.AskAsync(HttpStatusCode.Created, Key, "POST", $"api/v1/environments/{server.ClientKey}/user-permissions/", new { user, permissions = new[] { "VIEW_ENVIRONMENT" } });

        Assert.Contains("for administrators of the project", await TryAsync(server, $"Token {joined.GetProperty("key").GetString()}"), StringComparison.Ordinal);
        Assert.Contains("The file is no JSON", await TryAsync(server, await server.SignInAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_beyond_the_limit_is_refused_with_the_limit_although_most_of_it_is_not_sent_yet()
    {
        await using var server = await GuidonProcess.StartAsync();

        Assert.Contains("larger than the limit of 68157440 bytes", await TryAsync(server, await server.SignInAsync(), new string('x', 69_000_000)), StringComparison.Ordinal);
    }

    private static async Task<string> TryAsync(GuidonProcess server, string credential, string text = "no json")
    {
        using var form = new MultipartFormDataContent { { new StringContent("guidon"), "format" }, { new StringContent("try"), "do" } };
        var file = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        file.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        form.Add(file, "file", "project.json");
        using var answer = await server.SendAsync("", "POST", $"ui/p/1/e/{server.ClientKey}/project/import", form, ("Cookie", "guidon_dashboard=" + Uri.EscapeDataString(credential)));
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    private static ImportRun Run(HttpClient http, ImportRuns runs) =>
        new(new ManagementClient(http, null, null, null, runs.Stopping), project: 1, new ProjectFile { Project = new ProjectPart { Name = "Shop" } }, replaces: false);

    private sealed class Answering(Func<CancellationToken, Task> answer) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await answer(cancellationToken);
            return new HttpResponseMessage(HttpStatusCode.OK);
        }
    }
}
