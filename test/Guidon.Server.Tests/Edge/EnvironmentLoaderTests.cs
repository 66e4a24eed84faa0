using Guidon.Doubles;
using Guidon.Flags;
using Guidon.Server.Access;
using Guidon.Server.Edge;
using Guidon.Server.Realtime;
using Guidon.Server.Tests.Realtime;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Server.Tests.Edge;

/// <summary>What a node serves while what is stored changes, fails and comes back.</summary>
public sealed class EnvironmentLoaderTests : IAsyncLifetime, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("guidon-test-").FullName;
    private readonly FakeClock _clock = new(SomeEnvironment.Time);
    private readonly ChangingStore _store = new(SomeEnvironment.Document(SomeEnvironment.Time));
    private readonly SilentLog _log = new();
    private readonly EnvironmentRegistry _registry = new();
    private readonly RealtimeNews _news = new();
    private readonly EnvironmentKeys _keys;
    private readonly EnvironmentLoader _loader;
    private readonly EnvironmentReloads _reloads;

    public EnvironmentLoaderTests()
    {
        _keys = new EnvironmentKeys(InstallationSecret.Open(_folder, isNew: true).Secret ?? throw new InvalidOperationException("no secret"));
        _loader = new EnvironmentLoader(_store, _log, _registry, _keys, _news, NullLogger<EnvironmentLoader>.Instance);
        _reloads = new EnvironmentReloads(_loader, _clock, NullLogger<EnvironmentReloads>.Instance);
    }

    public async Task InitializeAsync()
    {
        await _loader.LoadAsync(default);
        await _reloads.StartAsync(default);
    }

    public Task DisposeAsync() => _reloads.StopAsync(default);

    public void Dispose()
    {
        _reloads.Dispose();
        _loader.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_newer_document_is_served_and_told()
    {
        var told = _news.Latest(1);
        _store.Document = SomeEnvironment.Document(SomeEnvironment.Time.AddSeconds(1));
        await _reloads.ReloadAsync([1]);
        Assert.Equal(1, Seconds());
        Assert.True(told.Newer.Task.IsCompleted);
    }

    [Fact]
    public async Task An_older_document_never_takes_the_place_of_a_newer_one()
    {
        _store.Document = SomeEnvironment.Document(SomeEnvironment.Time.AddSeconds(5));
        await _reloads.ReloadAsync([1]);
        var told = _news.Latest(1);
        _store.Document = SomeEnvironment.Document(SomeEnvironment.Time.AddSeconds(2));
        await _reloads.ReloadAsync([1]);
        Assert.Equal(5, Seconds());
        Assert.False(told.Newer.Task.IsCompleted);
    }

    [Fact]
    public async Task A_document_that_cannot_be_read_leaves_the_good_one_in_place()
    {
        var bad = SomeEnvironment.Document(SomeEnvironment.Time.AddSeconds(1));
        _store.Document = bad with { Project = bad.Project with { Id = 0 } };
        await _reloads.ReloadAsync([1]);
        Assert.Equal(0, Seconds());
    }

    [Fact]
    public async Task A_change_that_could_not_be_loaded_is_live_as_soon_as_storage_is_back()
    {
        _store.Document = SomeEnvironment.Document(SomeEnvironment.Time.AddSeconds(1));
        _store.Fails = true;
        await _reloads.ReloadAsync([1]);
        Assert.Equal(0, Seconds());
        _store.Fails = false;
        await Eventually.TrueAsync("the change is live", () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return Seconds() == 1;
        });
    }

    [Fact]
    public async Task A_new_environment_gets_its_keys_and_the_others_keep_theirs()
    {
        _store.Document = SomeEnvironment.Document(SomeEnvironment.Time) with { Id = 2, ApiKey = "other" };
        await _reloads.ReloadAsync([2]);
        Assert.Equal((1, 2), (_keys.FindClient("key")?.State.Current.Id, _keys.FindClient("other")?.State.Current.Id));
    }

    [Fact]
    public async Task Environments_that_change_together_wait_for_one_commit_of_their_flag_tables()
    {
        _store.Others = [2, 3];
        _log.Commits.Clear();
        _store.Document = SomeEnvironment.Document(SomeEnvironment.Time.AddSeconds(1));

        await _reloads.ReloadAsync([1, 2, 3]);

        Assert.Equal([3], _log.Commits);
        Assert.Equal((1, 2, 3), (_keys.FindClient("key")?.State.Current.Id, _keys.FindClient("key-2")?.State.Current.Id, _keys.FindClient("key-3")?.State.Current.Id));
    }

    private double? Seconds() => (_keys.FindClient("key")?.State.Current.Document.UpdatedAt - SomeEnvironment.Time)?.TotalSeconds;
}
