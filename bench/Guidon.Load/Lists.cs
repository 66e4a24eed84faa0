using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Guidon.Load;

/// <summary>How long lists of the management API take where there is much, one request after the other.</summary>
internal static class Lists
{
    private const string ApiKey = "load.0123456789abcdef0123456789abcdef";
    private const string Made50 = "a feature is made in 50 environments";
    private const int Asked = 30;
    private const int Made = 15;
    private const int WarmUps = 15;   // the compiler looks again after thirty calls of a method

    private static readonly (string What, string Path)[] s_lists =
    [
        ("50 features", "projects/1/features/?page_size=50"), ("50 features with their state", "projects/1/features/?page_size=50&environment=1"),
        ("999 features", "projects/1/features/"), ("999 features with their state", "projects/1/features/?environment=1"),
        ("features by a word", "projects/1/features/?search=flag_49&page_size=50&environment=1"), ("all segments", "projects/1/segments/"),
        ("999 states of an environment", "environments/{key}/featurestates/"), ("50 identities", "environments/{key}/identities/?page_size=50"),
        ("999 identities", "environments/{key}/identities/"), ("page 500 of identities", "environments/{key}/identities/?page=500"),
        ("an identity by its name", "environments/{key}/identities/?q=%22customer-0777777@example.org%22"), ("identities by a rare part", "environments/{key}/identities/?q=0777777"),
        ("identities by a part that 100 have", "environments/{key}/identities/?q=-00777"), ("50 identities by a part that all have", "environments/{key}/identities/?q=customer&page_size=50"),
        ("999 identities by a part that all have", "environments/{key}/identities/?q=customer"), ("identities by a part that none has", "environments/{key}/identities/?q=nobody"),
        ("identities by two characters that none has", "environments/{key}/identities/?q=zz"), ("by two that few have", "environments/{key}/identities/?q=.f"),
        ("by two that one in a hundred has", "environments/{key}/identities/?q=.h"), ("by two that the newest tenth has", "environments/{key}/identities/?q=.n"),
        ("by two that all have", "environments/{key}/identities/?q=us"), ("by two that one in ten has, 50", "environments/{key}/identities/?q=77&page_size=50"),
        ("by one character that none has", "environments/{key}/identities/?q=z"), ("by one that few have", "environments/{key}/identities/?q=f"),
        ("by one that one in a hundred has", "environments/{key}/identities/?q=h"), ("by one that all have", "environments/{key}/identities/?q=@"),
        ("of a small environment, by two that all have", "environments/environment02ofthebenchmark/identities/?q=us"), ("of a small environment, by two that few have", "environments/environment02ofthebenchmark/identities/?q=.n"),
        ("of a small environment, by one that all have", "environments/environment02ofthebenchmark/identities/?q=9"),
        ("50 audit records", "organisations/1/audit/?page_size=50"),
        ("audit of an environment", "environments/{key}/audit/?page_size=50"), ("audit by a person", "organisations/1/audit/?author=17&page_size=50"), ("audit by a person that is none", "organisations/1/audit/?author=9999&page_size=50"),
        ("audit by a name", "organisations/1/audit/?author=person17@example.org&page_size=50"), ("audit of a kind that is rare", "organisations/1/audit/?related_object_type=WEBHOOK&page_size=50"),
        ("audit of one thing", "organisations/1/audit/?related_object_type=FEATURE&related_object_id=77&page_size=50"), ("audit of a flag", "organisations/1/audit/?feature=77&page_size=50"),
        ("audit of an import", "organisations/1/audit/?source=import&page_size=50"), ("audit of system events", "organisations/1/audit/?is_system_event=true&page_size=50"),
        ("audit by a word that all have", "organisations/1/audit/?search=flag&page_size=50"), ("audit by a word that few have", "organisations/1/audit/?search=rare-&page_size=50"),
        ("audit by a word that none has", "organisations/1/audit/?search=nothing&page_size=50"), ("audit of an old month", "organisations/1/audit/?from=2010-03-01&to=2010-04-01&page_size=50"),
        ("audit of a person in an old month", "organisations/1/audit/?author=17&from=2010-03-01&to=2010-04-01&page_size=50"),
    ];

    internal static async Task RunAsync(LoadOptions options)
    {
        var data = options.Data.Length > 0 ? Directory.CreateDirectory(options.Data).FullName : Directory.CreateTempSubdirectory("guidon-lists-").FullName;
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Api-Key", ApiKey);
        try
        {
            await using (var first = Server(options, data)) await first.WaitUntilReadyAsync(client, "/health/ready", anyAnswer: false, CancellationToken.None);
            await new LargeProject(options.IsLarge).FillAsync(options.Database.Length > 0 ? options.Database : data);
            await using var server = Server(options, data);
            await server.WaitUntilReadyAsync(client, "/health/ready", anyAnswer: false, CancellationToken.None);
            var key = (await client.GetFromJsonAsync<JsonElement>(new Uri(server.Address, "/api/v1/environments/?project=1"))).GetProperty("results").EnumerateArray().Single(each => each.GetProperty("id").GetInt32() == 1).GetProperty("api_key").GetString();
            Console.WriteLine("| list | answer KB | p50 ms | p95 ms | server's CPU ms |");
            Console.WriteLine("|---|---:|---:|---:|---:|");
            foreach (var (what, path) in s_lists.Where(list => list.What.Contains(options.Only, StringComparison.Ordinal)))
            {
                var address = new Uri(server.Address, "/api/v1/" + path.Replace("{key}", key, StringComparison.Ordinal));
                await ReportAsync(server, what, Asked, _ => client.GetAsync(address));
            }

            if (Made50.Contains(options.Only, StringComparison.Ordinal)) await CreateAsync(client, server);
        }
        finally
        {
            if (options.Data.Length == 0) Directory.Delete(data, recursive: true);
        }
    }

    private static async Task CreateAsync(HttpClient client, ServerProcess server)
    {
        var project = await MakeAsync("projects/", new { name = $"Fifty {TimeProvider.System.GetUtcNow():O}", organisation = 1 });
        for (var environment = 0; environment < 50; environment++) await MakeAsync("environments/", new { name = $"Environment {environment}", project });
        await ReportAsync(server, Made50, Made, run => client.PostAsJsonAsync(new Uri(server.Address, $"/api/v1/projects/{project}/features/"), new { name = $"made_{run}", initial_value = "1" }));

        async Task<int> MakeAsync(string path, object body)
        {
            using var answer = await client.PostAsJsonAsync(new Uri(server.Address, "/api/v1/" + path), body);
            if (!answer.IsSuccessStatusCode) throw new LoadException($"{path} was refused: {await answer.Content.ReadAsStringAsync()}");
            return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt32();
        }
    }

    private static async Task ReportAsync(ServerProcess server, string what, int runs, Func<int, Task<HttpResponseMessage>> ask)
    {
        List<double> times = [];
        long bytes = 0;
        var used = TimeSpan.Zero;
        for (var run = -WarmUps; run < runs; run++)
        {
            if (run == 0) used = server.Used;
            var watch = Stopwatch.StartNew();
            using var answer = await ask(run);
            var body = await answer.Content.ReadAsByteArrayAsync();
            if (!answer.IsSuccessStatusCode) throw new LoadException($"{what}: {answer.StatusCode} {System.Text.Encoding.UTF8.GetString(body)}");
            if (run >= 0) times.Add(watch.Elapsed.TotalMilliseconds);
            bytes = body.Length;
        }

        times.Sort();
        Console.WriteLine($"| {what} | {bytes / 1024} | {times[times.Count / 2]:0.0} | {times[times.Count * 95 / 100]:0.0} | {(server.Used - used).TotalMilliseconds / runs:0.0} |");
    }

    private static ServerProcess Server(LoadOptions options, string data) => ServerProcess.Start(
        address => [options.Server, "--urls", address, "--data", data, .. options.Database.Length > 0 ? (string[])["--database", options.Database] : []],
        new Dictionary<string, string> { ["GUIDON_Bootstrap__ApiKey"] = ApiKey });
}
