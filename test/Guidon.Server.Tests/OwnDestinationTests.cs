using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Doubles;
using Guidon.Events;
using Guidon.Server.Access;
using Guidon.Server.Start;
using Guidon.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Server.Tests;

/// <summary>The installation's own destinations are there after every start, whoever else starts and whatever was before.</summary>
public sealed class OwnDestinationTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("guidon-test-").FullName;
    private readonly SqliteStorage _storage;
    private readonly SettingsProtector _protector;

    public OwnDestinationTests()
    {
        _storage = SqliteStorage.Open(_folder, TimeProvider.System, NullLoggerFactory.Instance).Storage ?? throw new InvalidOperationException("no storage");
        _protector = new SettingsProtector(InstallationSecret.Open(_folder, isNew: true).Secret ?? throw new InvalidOperationException("no secret"));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _storage.DisposeAsync().AsTask();

    [Fact]
    public async Task Of_two_nodes_that_start_at_once_both_have_the_one_destination()
    {
        using var bothLooked = new ManualResetEventSlim();
        // Nothing is written until both have looked and found nothing.
        var held = _storage.ControlPlane.WriteAsync(_ => bothLooked.Wait(TimeSpan.FromMinutes(2)), default);
        var (one, other) = (DeclareAsync(), DeclareAsync());
        bothLooked.Set();
        Assert.True(await held);

        Assert.NotNull(await one);
        Assert.Equal((await one)?.Id, (await other)?.Id);
    }

    [Fact]
    public async Task One_that_a_restore_holds_goes_on_since_nobody_owns_it()
    {
        var id = (await DeclareAsync())?.Id ?? 0;
        await _storage.Deliveries.StopOrResumeAsync(id, DestinationState.Held, $"{Destination.ByHand}: restored from a backup", default);

        Assert.Equal((id, DestinationState.Active), await DeclareAsync() is { } again ? (again.Id, again.State) : default);
        Assert.Equal(DestinationState.Active, Assert.Single(await _storage.Deliveries.DestinationsAsync(default)).State);
    }

    private Task<Destination?> DeclareAsync() =>
        OwnDestinations.DeclareAsync(_storage.Deliveries, _protector, "sentry-errors", EventStream.Errors, new SettingsValues([new("dsn", "https://key@sentry.example/1")]), default);
}
