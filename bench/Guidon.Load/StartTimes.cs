using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Guidon.Load;

/// <summary>How long a server with a large document takes from its process's start to the first right answer, and what it holds when nothing happens.</summary>
internal static class StartTimes
{
    private const string ApiKey = "load.0123456789abcdef0123456789abcdef";
    private const int Features = 60;
    private const int ValueChars = 18_000;
    private const int Starts = 7;
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(5);

    internal static async Task RunAsync(LoadOptions options)
    {
        using var client = new HttpClient();
        var data = Directory.CreateTempSubdirectory("guidon-start-").FullName;
        try
        {
            var (key, answerBytes) = await PrepareAsync(options.Server, data, client);
            List<(double Milliseconds, long Mebibytes)> starts = [];
            for (var start = 0; start < Starts; start++) starts.Add(await StartAsync(options.Server, data, client, key, answerBytes));
            var times = starts.Select(start => start.Milliseconds).Order().ToList();
            Console.WriteLine($"{Starts} starts with a document whose flags alone are {answerBytes:#,0} bytes: first right answer after {times[0]:0} to {times[^1]:0} ms, median {times[Starts / 2]:0} ms;");
            Console.WriteLine($"after {s_idle.TotalSeconds:0} s without requests the process holds {starts.Max(start => start.Mebibytes)} MiB at most.");
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<(string Key, int AnswerBytes)> PrepareAsync(string assembly, string data, HttpClient client)
    {
        await using var server = Server(assembly, data);
        await server.WaitUntilReadyAsync(client, "/health/ready", anyAnswer: false, CancellationToken.None);
        var key = server.Lines.Select(line => line.Split("client-side key:")).First(parts => parts.Length == 2)[1].Trim();
        for (var feature = 0; feature < Features; feature++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address, "/api/v1/projects/1/features/"));
            request.Headers.Authorization = new AuthenticationHeaderValue("Api-Key", ApiKey);
            request.Content = JsonContent.Create(new { name = $"large_{feature}", default_enabled = true, initial_value = new string((char)('a' + (feature % 26)), ValueChars) });
            using var response = await client.SendAsync(request);
            if (!response.IsSuccessStatusCode) throw new LoadException($"a feature was refused: {await response.Content.ReadAsStringAsync()}");
        }

        return (key, (await FlagsAsync(client, server.Address, key)).Length);
    }

    private static async Task<(double Milliseconds, long Mebibytes)> StartAsync(string assembly, string data, HttpClient client, string key, int answerBytes)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        var watch = Stopwatch.StartNew();
        await using var server = Server(assembly, data);
        while (await TryAsync(client, server.Address, key) != answerBytes)
        {
            if (watch.Elapsed > TimeSpan.FromMinutes(1)) throw new LoadException($"no right answer after a minute:\n{string.Join('\n', server.Lines)}");
            await timer.WaitForNextTickAsync();
        }

        var milliseconds = watch.Elapsed.TotalMilliseconds;
        await Task.Delay(s_idle);
        return (milliseconds, server.ResidentMebibytes);
    }

    private static async Task<int> TryAsync(HttpClient client, Uri address, string key)
    {
        try
        {
            return (await FlagsAsync(client, address, key)).Length;
        }
        catch (HttpRequestException)
        {
            return -1;   // not listening yet
        }
    }

    private static async Task<byte[]> FlagsAsync(HttpClient client, Uri address, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, "/api/v1/flags/"));
        request.Headers.Add("X-Environment-Key", key);
        using var response = await client.SendAsync(request);
        return response.IsSuccessStatusCode ? await response.Content.ReadAsByteArrayAsync() : [];
    }

    private static ServerProcess Server(string assembly, string data) => ServerProcess.Start(
        address => [assembly, "--urls", address, "--data", data], new Dictionary<string, string> { ["GUIDON_Bootstrap__ApiKey"] = ApiKey });
}
