using Guidon.Events;
using Guidon.Events.Changes;
using Guidon.Storage.Audit;
using Guidon.Storage.Changes;
using Guidon.Storage.Model;
using Guidon.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Storage.Tests;

/// <summary>What a transaction tells of itself, and that it tells it or nothing.</summary>
public sealed class ChangeJournalTests : IAsyncLifetime, IDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 10, 8, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly SqliteStorage _store;
    private readonly EventIdSource _ids = new(TimeProvider.System, new Random(1));
    private int _environment;

    public ChangeJournalTests() => _store = SqliteStorage.Open(_folder.Path, TimeProvider.System, NullLoggerFactory.Instance).Storage!;

    public async Task InitializeAsync() => _environment = (await FirstStart.RunAsync(
        _store.ControlPlane,
        Some.FirstStart,
        new UuidSource(new Random(1)), s_now, default))?.EnvironmentId ?? 0;

    public Task DisposeAsync() => _store.DisposeAsync().AsTask();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Row", "CHG-02")]
    public async Task Of_identity_overrides_that_are_written_in_bulk_each_is_told_once()
    {
        await ChangeAsync(plane => plane.AddRange(Enumerable.Range(0, 50).Select(n => Override(plane, $"user-{n}"))));

        var flags = await ReadAsync(EventStream.OfEnvironmentChanges(_environment));
        var project = await ReadAsync(EventStream.OfProjectChanges(1));
        var all = await ReadAsync(EventStream.OfOrganisationChanges(1));
        Assert.Equal(Enumerable.Range(0, 50).Select(n => $"user-{n}").Order(StringComparer.Ordinal), flags.Select(each => each.State?.Identifier).Order(StringComparer.Ordinal));
        Assert.Equal((50, 100), (project.Count, all.Count));
        Assert.Equal(100, all.Select(each => each.Id).Distinct().Count());
        Assert.All(flags, each => Assert.Equal((ChangeAction.Created, "somebody"), (each.Action, each.ChangedBy)));
    }

    [Fact]
    public async Task A_row_that_is_saved_three_times_is_told_once_with_its_first_and_its_last_state()
    {
        await ChangeAsync(plane =>
        {
            foreach (var value in (string[])["1", "2", "3"])
            {
                Default(plane).Value = value;
                plane.SaveChanges();
            }
        });

        var change = Assert.Single(await ReadAsync(EventStream.OfEnvironmentChanges(_environment)));
        Assert.Equal("3", change.State?.Value.Json);
        Assert.NotEqual("3", change.PreviousState?.Value.Json);
    }

    [Fact]
    public async Task What_ends_as_it_began_is_not_told()
    {
        await ChangeAsync(plane =>
        {
            var state = Default(plane);
            (var before, state.Value) = (state.Value, "\"other\"");
            plane.SaveChanges();
            state.Value = before;
        });
        await ChangeAsync(plane =>
        {
            var passing = Override(plane, "passing");
            plane.Add(passing);
            plane.SaveChanges();
            plane.Remove(passing);
        });

        Assert.Empty(await ReadAsync(EventStream.OfOrganisationChanges(1)));
    }

    [Fact]
    public async Task A_deleted_feature_takes_its_states_along_and_each_is_told_by_what_it_was()
    {
        var states = await _store.ControlPlane.ReadAsync(plane => plane.FeatureStates.Count(each => each.FeatureId == Feature(plane).Id), default);

        await ChangeAsync(plane => plane.Remove(Feature(plane)));

        var flags = await ReadAsync(EventStream.OfEnvironmentChanges(_environment));
        Assert.Equal(states, flags.Count);
        Assert.All(flags, each => Assert.Equal((ChangeAction.Deleted, true), (each.Action, each.State is null && each.PreviousState is not null)));
        Assert.Equal(ChangeAction.Deleted, Assert.Single(await ReadAsync(EventStream.OfProjectChanges(1))).Action);
    }

    [Fact]
    [Trait("Row", "CHG-01")]
    public async Task A_transaction_that_fails_stores_neither_the_change_nor_its_event()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => _store.ControlPlane.WriteAsync<int>(
            plane =>
            {
                Tell(plane, () => Default(plane).Value = "7");
                throw new InvalidOperationException("after everything was written");
            },
            default));

        Assert.Empty(await ReadAsync(EventStream.OfOrganisationChanges(1)));
        Assert.NotEqual("7", await _store.ControlPlane.ReadAsync(plane => Default(plane).Value, default));
    }

    [Fact]
    public async Task Destinations_of_every_level_count_what_is_theirs()
    {
        int[] streams = [_environment, EventStream.OfEnvironmentChanges(_environment), EventStream.OfProjectChanges(1), EventStream.OfOrganisationChanges(1)];
        var destinations = new List<Delivery.Destination>();
        foreach (var stream in streams) destinations.Add((await _store.Deliveries.CreateAsync("any", stream, "s"u8.ToArray(), default))!);
        destinations.Add(await _store.Deliveries.CreateAnotherAsync("any", streams[1], "s"u8.ToArray(), default));

        await ChangeAsync(plane => Default(plane).Value = "7");

        var ledgers = new List<Delivery.LedgerEntry>();
        foreach (var destination in destinations) ledgers.Add((await _store.Deliveries.LedgerAsync(destination.Id, default))!);
        Assert.Equal([0L, 1, 1, 2, 1], ledgers.Select(ledger => ledger.Accepted));
        Assert.All(ledgers, ledger => Assert.Equal((ledger.Accepted, 0L), (ledger.Pending, ledger.Residual)));
        Assert.Equal(["K9mQyV3nTt7cZbEwRj5LpA", "K9mQyV3nTt7cZbEwRj5LpA", "project/1", "organisation/1", "K9mQyV3nTt7cZbEwRj5LpA"], destinations.Select(each => each.EnvironmentKey));
        Assert.DoesNotContain(_store.Examine(isWhole: true), finding => finding.Code != "not_durable");
    }

    [Theory]
    [InlineData(RecordTeller.EventsMax, null)]
    [InlineData(RecordTeller.EventsMax + 1, "1 more records of the same change")]
    [InlineData(RecordTeller.EventsMax + 2_500, "2500 more records of the same change")]
    public async Task Of_one_change_a_thousand_records_of_an_organisation_are_told_and_one_event_says_how_many_there_are_more(int records, string? rest)
    {
        var streams = await _store.ControlPlane.WriteAsync(
            plane => new RecordTeller(plane, _ids, "somebody", s_now, "import").Tell([.. Enumerable.Range(0, records).Select(n => Tag(1, n)), Tag(2, 0)]), default);

        var told = await ReadAsync(EventStream.OfOrganisationChanges(1), records + 1);
        Assert.Equal([.. Enumerable.Range(0, RecordTeller.EventsMax).Select(n => $"Tag created: {n}"), .. rest is null ? (string[])[] : [rest]], told.Select(each => each.Summary));
        Assert.Equal(told.Count, told.Select(each => each.Id).Distinct().Count());
        Assert.All(told, each => Assert.Equal(("somebody", "import", "TAG"), (each.ChangedBy, each.Source, each.Thing?.Type)));
        Assert.Equal("Tag created: 0", Assert.Single(await ReadAsync(EventStream.OfOrganisationChanges(2))).Summary);   // each organisation has a thousand of its own
        Assert.Equal([EventStream.OfOrganisationChanges(2), EventStream.OfOrganisationChanges(1)], streams.Order());

        static AuditEntry Tag(int organisation, int n) => new()
        {
            RelatedType = "TAG", RelatedId = n + 1, OrganisationId = organisation, Action = AuditRecord.Create, Summary = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Tag created: {n}"),
        };
    }

    [Fact]
    public async Task An_organisation_is_not_told_what_the_server_did_to_its_own_receivers()
    {
        foreach (var (author, project) in ((string, int?)[])[("", null), ("", 1), ("somebody", null)])
        {
            await _store.ControlPlane.WriteAsync(
                plane => new RecordTeller(plane, _ids, author, s_now, null).Tell([
                    new AuditEntry { RelatedType = "DESTINATION", RelatedId = 1, OrganisationId = 1, ProjectId = project, Action = AuditRecord.Update, Summary = $"by {author} in {project}" }]), default);
        }

        Assert.Equal(["by  in 1", "by somebody in "], (await ReadAsync(EventStream.OfOrganisationChanges(1))).Select(each => each.Summary));
    }

    [Fact]
    [Trait("Row", "OPS-06")]
    public async Task Changes_that_name_an_erased_identity_are_erased_wherever_they_are_told()
    {
        const string Erased = "alice-4711 \"Ü\"";
        var stream = EventStream.OfEnvironmentChanges(_environment);
        await ChangeAsync(plane => plane.AddRange(Override(plane, Erased), Override(plane, "bob")));
        await ChangeAsync(plane => plane.RemoveRange(plane.FeatureStates.Where(each => each.Identifier == Erased)));
        var destination = (await _store.Deliveries.CreateAsync("any", stream, "s"u8.ToArray(), default))!.Id;
        await ChangeAsync(plane => plane.Add(Override(plane, Erased)));
        await ChangeAsync(plane => plane.RemoveRange(plane.FeatureStates.Where(each => each.Identifier == Erased)));

        var receipt = await _store.Erasures.EraseAsync(_environment, Erased, default);

        // Four changes, each a flag.changed and an audit.created, each in two streams.
        Assert.Equal((16, 2), (receipt.Events, receipt.PendingCancelled));
        Assert.False(RawFiles.Contain(_folder.Path, "alice-4711"u8.ToArray()));
        var left = (await _store.EventLog.ReadAsync(stream, 0, 100, default)).Where(logged => logged.Kind != EventKind.Erased);
        Assert.Equal("bob", DecodedEvent.Of(Assert.Single(left), null).Change?.State?.Identifier);
        var ledger = Assert.IsType<Delivery.LedgerEntry>(await _store.Deliveries.LedgerAsync(destination, default));
        Assert.Equal((2L, 2L, 0L, 0L), (ledger.Accepted, ledger.Cancelled, ledger.Pending, ledger.Residual));
        Assert.DoesNotContain(_store.Examine(isWhole: true), finding => finding.Code != "not_durable");
    }

    private static Feature Feature(ControlPlane plane) => plane.Features.OrderBy(each => each.Id).First();

    private FeatureState Default(ControlPlane plane)
    {
        var feature = Feature(plane).Id;
        return plane.FeatureStates.Single(each => each.EnvironmentId == _environment && each.FeatureId == feature && each.SegmentId == null && each.Identifier == null);
    }

    private FeatureState Override(ControlPlane plane, string identifier) => new()
    {
        Uuid = Guid.NewGuid(), EnvironmentId = _environment, FeatureId = Feature(plane).Id, Identifier = identifier, Enabled = true, Value = "null", CreatedAt = s_now, UpdatedAt = s_now,
    };

    private Task<int> ChangeAsync(Action<ControlPlane> work) => _store.ControlPlane.WriteAsync(
        plane =>
        {
            Tell(plane, () => work(plane));
            return 0;
        },
        default);

    private void Tell(ControlPlane plane, Action work)
    {
        var journal = new ChangeJournal(plane);
        work();
        plane.SaveChanges();
        EnvironmentPublisher.Publish(plane, _environment, s_now);
        new ChangeTeller(plane, _ids, "somebody", s_now).Tell(journal.Close());
    }

    private async Task<IReadOnlyList<ChangeEvent>> ReadAsync(int stream, int eventsMax = 1_000) =>
        [.. (await _store.EventLog.ReadAsync(stream, 0, eventsMax, default)).Select(logged => DecodedEvent.Of(logged, null).Change ?? throw new InvalidOperationException("undecodable"))];
}
