using System.Globalization;
using System.Net;
using Guidon.Doubles;
using Guidon.Server.Tests.Management;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Crashes;

/// <summary>A server under changes and evaluations, until it is killed and again after it.</summary>
internal sealed class CrashRun : IAsyncDisposable
{
    // Three authors invite more often than a person may.
    private static readonly Dictionary<string, string> s_variables = new() { ["GUIDON_Access__InvitesPerMinute"] = "100000" };

    private readonly Random _random;
    private readonly PostgresCluster? _cluster;
    private readonly RecordingReceiver _receiver;
    private readonly List<ReceivedRequest> _taken = [];   // under the receiver's gate
    private readonly MutationBook _book = new();
    private readonly EvaluationLoad _load = new(identities: 4);
    private CancellationTokenSource _stop = new();
    private GuidonProcess _server;
    private Author[] _authors = [];
    private Task _calls = Task.CompletedTask;
    private PartsWatch? _watch;
    private CrashOracle? _oracle;

    private CrashRun(Random random, PostgresCluster? cluster, RecordingReceiver receiver, GuidonProcess server)
    {
        (_random, _cluster, _receiver, _server) = (random, cluster, receiver, server);
        // One request in four is refused: it comes again, maybe from another process.
        var refusals = new Random(random.Next());
        receiver.Answer = request =>
        {
            if (refusals.Next(4) == 0) return 503;
            _taken.Add(request);
            return 200;
        };
    }

    internal static async Task<CrashRun> StartAsync(Random random, PostgresCluster? cluster)
    {
        var receiver = await RecordingReceiver.StartAsync();
        var server = await GuidonProcess.StartAsync(new ServerSettings { Database = cluster?.CreateDatabase(), Variables = s_variables });
        var run = new CrashRun(random, cluster, receiver, server);
        try
        {
            await run.PrepareAsync();
            run.Begin();
            return run;
        }
        catch
        {
            await run.DisposeAsync();   // a server that nobody kills must not outlive its test
            throw;
        }
    }

    private async Task PrepareAsync()
    {
        var world = await CrashWorld.PrepareAsync(_server, _book);
        await _server.CreateAsync("webhook", new { url = new Uri(_receiver.Address, "evaluations") });
        await _server.SetModeAsync("strict");   // an answer then means that the event is stored
        foreach (var (place, name) in ((string, string)[])[($"environments/{_server.ClientKey}", "environment"), ("organisations/1", "organisation")])
            await _server.ManageAsync(HttpStatusCode.Created, "POST", $"api/v1/{place}/webhooks/", $$"""{"url":"{{new Uri(_receiver.Address, name)}}"}""");
        (_oracle, _watch) = (await CrashOracle.LookAsync(_server), new PartsWatch(world));
        _authors = [.. world.Things.Select(things => new Author(new Random(_random.Next()), world, things, _book, new Uri(_receiver.Address, "copies/")))];
    }

    /// <summary>Kills at a moment of chance, when at least one change and one evaluation came through since the last time, and goes on.</summary>
    internal async Task KillAsync(Victim victim)
    {
        var (acknowledged, evaluated) = (_book.Acknowledged.Count, _load.Acknowledged.Count);
        await Eventually.TrueAsync("changes and evaluations come through", () => _book.Acknowledged.Count > acknowledged && _load.Acknowledged.Count > evaluated);
        var (sent, wanted) = (_book.Sent.Count, _random.Next(1, 12));
        await Eventually.TrueAsync("changes are under way", () => _book.Sent.Count >= sent + wanted);
        // What the crash left, before anybody writes there again: a later change would make a stale document new, and nobody would know.
        if (victim == Victim.Database) _cluster?.Crash(apart => _server.ExpectWholeData(_server.Database?.Replace(_cluster.Folder, apart, StringComparison.Ordinal)));
        else await KillServerAsync();
    }

    /// <summary>Lets all come to rest and judges.</summary>
    /// <returns>What was done, in one line.</returns>
    internal async Task<string> EndAsync()
    {
        if (_watch is null || _oracle is null) throw new InvalidOperationException("Not started.");
        await _stop.CancelAsync();
        await _calls;
        _receiver.Answer = request =>
        {
            _taken.Add(request);
            return 200;
        };
        await Eventually.TrueAsync("all is delivered", IsDrainedAsync, TimeSpan.FromMinutes(4));
        var changes = await _oracle.JudgeAsync(_server, _book, Told("organisation"), Told("environment"));
        Assert.Empty(_watch.Halves);
        JudgeEvaluations();
        await _server.StopAsync();
        _server.ExpectWholeData(_server.Database);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{_book.Sent.Count} changes sent, {_book.Acknowledged.Count} acknowledged, {changes} took place; {_load.Acknowledged.Count} evaluations acknowledged; {_watch.Looks} documents read; {_taken.Count} of {_receiver.Requests.Count} requests taken");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _calls;
        _stop.Dispose();
        await _server.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    private async Task KillServerAsync()
    {
        await _server.KillAsync();
        await _stop.CancelAsync();
        await _calls;
        _server.ExpectWholeData(_server.Database);
        var killed = _server;
        _server = await GuidonProcess.StartAsync(ServerSettings.Again(killed) with { Variables = s_variables });
        await killed.DisposeAsync();   // not before there is another: the run disposes of the one that it has, once
        Begin();
    }

    private void Begin()
    {
        _stop.Dispose();
        _stop = new CancellationTokenSource();
        _calls = Task.WhenAll([_load.RunAsync(_server, _stop.Token), _watch?.RunAsync(_server, _stop.Token) ?? Task.CompletedTask, .. _authors.Select(author => author.RunAsync(_server, _stop.Token))]);
    }

    private ToldChanges Told(string path) => new(_taken.Where(request => request.Path == $"/{path}"));

    // For a moment after its database came back a server may still refuse.
    private async Task<bool> IsDrainedAsync()
    {
        using var answer = await _server.Management.GetAsync("api/guidon/v1/destinations");
        if (answer.StatusCode != HttpStatusCode.OK) return false;
        var ledgers = System.Text.Json.JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("results").EnumerateArray().Select(each => each.GetProperty("ledger")).ToList();
        return ledgers.TrueForAll(ledger => ledger.GetProperty("pending").GetInt64() == 0 && ledger.GetProperty("residual").GetInt64() == 0);
    }

    private void JudgeEvaluations()
    {
        var ids = _taken.Where(request => request.Path == "/evaluations").Select(request => (request.Json, Id: request.Header("webhook-id"))).ToLookup(
            each => (each.Json.GetProperty("identity").GetString() ?? "", each.Json.GetProperty("traits").EnumerateArray().Single(trait => trait.GetProperty("trait_key").GetString() == "n").GetProperty("trait_value").GetInt32()),
            each => each.Id);
        Assert.DoesNotContain(_load.Acknowledged, each => !ids.Contains((each.Identity, each.Number)));
        Assert.All(ids, same => Assert.Single(same.Distinct()));
    }
}
