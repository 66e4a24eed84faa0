using System.Text;
using Guidon.Server.Tests.Processes;
using Xunit.Abstractions;

namespace Guidon.Server.Tests.Corpus;

/// <summary>
/// Five thousand requests are answered as they were when somebody last looked: <c>approved.txt</c> holds a line for each. A change that is
/// wanted is approved with <c>dotnet run build.cs -- approve</c>, and the lines that changed are part of the commit.
/// </summary>
public sealed class CorpusTests(ITestOutputHelper output)
{
    private const int Requests = 5_000;
    private const int Seed = 20260105;

    private static readonly string s_approved = Path.Combine(SdkProgram.RepositoryRoot(), "test", "Guidon.Server.Tests", "Corpus", "approved.txt");

    [Fact]
    public async Task Five_thousand_requests_are_answered_as_approved()
    {
        await using var server = await PreparedInstallation.StartAsync([CorpusEnvironment.Plain, CorpusEnvironment.Strict]);
        var requests = new CorpusRequests(Seed).Take(Requests).ToList();
        var (lines, answers) = (new List<string>(), new List<string>());
        foreach (var request in requests)
        {
            using var message = request.ToMessage();
            using var answer = await server.Http.SendAsync(message);
            answers.Add(await CorpusAnswer.ReadAsync(answer));
            var path = request.Path.Split('?')[0];
            lines.Add($"{lines.Count:0000} {request.Method} {(path.Length > 32 ? path[..32] : path)} {CorpusAnswer.Digest(request.ToString())[..8]} {(int)answer.StatusCode} {CorpusAnswer.Digest(answers[^1])}");
            Assert.True((int)answer.StatusCode < 500, $"{request}: {answers[^1]}");
        }

        if (Environment.GetEnvironmentVariable("APPROVE_CORPUS") == "1") await File.WriteAllTextAsync(s_approved, string.Join('\n', lines) + "\n");
        Compare(requests, lines, answers);
    }

    private void Compare(List<CorpusRequest> requests, List<string> lines, List<string> answers)
    {
        Assert.True(File.Exists(s_approved), "nothing is approved yet: dotnet run build.cs -- approve");
        var approved = File.ReadAllLines(s_approved);
        Assert.Equal(Requests, approved.Length);
        var changed = Enumerable.Range(0, Requests).Where(i => lines[i] != approved[i]).ToList();
        foreach (var i in changed.Take(10))
        {
            output.WriteLine($"approved {approved[i]}\nreceived {lines[i]}\n{requests[i]}\n{answers[i]}\n");
        }

        Assert.True(changed.Count == 0, $"{changed.Count} of {Requests} requests are answered otherwise than approved; the first are in the output");
    }
}
