using System.Globalization;
using System.Text.Json;
using Guidon.Events.Retention;
using Guidon.Flags;
using Guidon.Storage.Model;

namespace Guidon.Storage.Tests;

/// <summary>What every control plane must do.</summary>
public abstract class ControlPlaneCompliance(Func<TestStore> open) : IAsyncLifetime
{
    private readonly TestStore _store = open();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _store.DisposeAsync().AsTask();

    [Fact]
    public async Task Every_table_of_the_model_is_in_the_schema_with_all_its_columns()
    {
        var counts = await _store.ControlPlane.ReadAsync<int[]>(
            plane =>
            [
                plane.Organisations.ToList().Count, plane.Users.ToList().Count, plane.Members.ToList().Count, plane.MasterApiKeys.ToList().Count,
                plane.Projects.ToList().Count, plane.Environments.ToList().Count, plane.ServerKeys.ToList().Count, plane.Features.ToList().Count,
                plane.MultivariateOptions.ToList().Count, plane.FeatureStates.ToList().Count, plane.MultivariateWeights.ToList().Count,
                plane.Segments.ToList().Count, plane.PublishedDocuments.ToList().Count, plane.UserTokens.ToList().Count, plane.AuditRecords.ToList().Count, plane.AuditHeads.ToList().Count,
                plane.Groups.ToList().Count, plane.GroupMembers.ToList().Count, plane.Grants.ToList().Count, plane.Invites.ToList().Count,
                plane.InviteGroups.ToList().Count, plane.InviteLinks.ToList().Count,
            ],
            default);

        Assert.All(counts, count => Assert.Equal(0, count));
    }

    [Fact]
    public async Task A_first_start_creates_one_of_each_and_a_second_changes_nothing()
    {
        var first = await StartAsync();
        var lost = await StartAsync();   // by whom the answer of the first never reached
        var second = await FirstStart.RunAsync(_store.ControlPlane, Some.FirstStart with { AdminPasswordHash = "another" }, new UuidSource(new Random(1)), Some.Time, default);

        Assert.NotNull(first?.EnvironmentId);
        Assert.Equal(first, lost);
        Assert.Null(second);
        var (organisations, features, types, segments, states) = await _store.ControlPlane.ReadAsync(
            plane => (plane.Organisations.Count(), plane.Features.ToList(), plane.Features.Select(each => each.Type).Distinct().Count(),
                plane.Segments.Count(), plane.FeatureStates.ToList()),
            default);
        Assert.Equal(1, organisations);
        Assert.Equal(2, types);
        Assert.Equal(2, segments);
        Assert.Single(features, feature => feature.IsServerKeyOnly);
        Assert.Contains(states, state => state is { Enabled: false, SegmentId: null });
        Assert.Contains(states, state => state.SegmentId is not null);
        Assert.Single(states, state => state.Identifier is not null);
        Assert.Equal("""{"primary":"#3b82f6","radius":8}""", features.Single(feature => feature.Name == "theme").InitialValue);
    }

    [Fact]
    public async Task A_first_start_without_the_sample_project_creates_the_organisation_and_its_administrator()
    {
        var outcome = await FirstStart.RunAsync(
            _store.ControlPlane, Some.FirstStart with { Sample = null }, new UuidSource(new Random(1)), Some.Time, default);

        Assert.NotNull(outcome);
        Assert.Null(outcome.EnvironmentId);
        var (admin, key, projects) = await _store.ControlPlane.ReadAsync(
            plane => (plane.Users.Single(), plane.MasterApiKeys.Single(), plane.Projects.Count()), default);
        Assert.Equal(("admin@example.org", "hash", true), (admin.Email, admin.PasswordHash, admin.IsSuperuser));
        Assert.Equal(("prefix", "master-hash", outcome.OrganisationId, false), (key.Prefix, key.KeyHash, key.OrganisationId, key.Revoked));
        Assert.Equal(0, projects);
    }

    [Fact]
    public async Task What_was_published_is_a_valid_document_of_what_operators_wrote()
    {
        await StartAsync();

        var stored = Assert.Single(await Environments.LoadAsync(default));

        var reading = EnvironmentDocumentReader.Read(stored.Document);
        Assert.Empty(reading.Errors);
        var document = Assert.IsType<EnvironmentDocument>(reading.Document);
        Assert.Equal((stored.Id, "K9mQyV3nTt7cZbEwRj5LpA", Some.Time), (document.Id, document.ApiKey, document.UpdatedAt));
        Assert.Equal(8, document.FeatureStates.Length);
        Assert.Equal([50d - 20, 20d], document.FeatureStates.Single(state => state.Feature.Type == "MULTIVARIATE")
            .MultivariateValues.Select(value => value.PercentageAllocation));
        Assert.Equal(["early_access", "pro_customers"], document.Project.Segments.Select(segment => segment.Name));
        Assert.All(document.Project.Segments, segment => Assert.Equal(0, Assert.Single(segment.FeatureStates).FeatureSegmentPriority));
        Assert.Equal("guidon-demo", Assert.Single(document.IdentityOverrides).Identifier);
        Assert.Single(document.Project.ServerKeyOnlyFeatureIds);
        Assert.Equal(document.FeatureStates.Select(state => state.Feature.Id).Order(), stored.Features.Select(feature => feature.FeatureId));
        Assert.Equal(new StoredServerKey("server-hash", true, null), Assert.Single(stored.ServerKeys));
    }

    [Fact]
    public async Task Publishing_always_moves_the_documents_time_on_to_another_second()
    {
        var id = (await StartAsync())?.EnvironmentId ?? 0;

        await _store.ControlPlane.WriteAsync(
            plane =>
            {
                EnvironmentPublisher.Publish(plane, id, Some.Time.AddHours(-1));
                return 0;
            },
            default);

        Assert.Equal(new DateTimeOffset(2026, 11, 24, 8, 0, 1, TimeSpan.Zero), await UpdatedAtAsync());
    }

    [Fact]
    public async Task A_change_that_fails_is_undone_with_its_document_and_stops_nobody_else()
    {
        var id = (await StartAsync())?.EnvironmentId ?? 0;
        var appends = Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            Task.Run(async () => await _store.EventLog.AppendAsync(Some.Events(id, 3), default))));

        await Assert.ThrowsAsync<InvalidOperationException>(() => _store.ControlPlane.WriteAsync<int>(
            plane =>
            {
                plane.Environments.Single().Name = "Renamed";
                EnvironmentPublisher.Publish(plane, id, Some.Time.AddHours(1));
                throw new InvalidOperationException("a bug in an endpoint");
            },
            default));
        await appends;

        Assert.Equal(Some.Time, await UpdatedAtAsync());
        Assert.Equal("Development", await _store.ControlPlane.ReadAsync(plane => plane.Environments.Single().Name, default));
        Assert.Equal(60, (await _store.EventLog.ReadAsync(id, 0, 100, default)).Count);
    }

    [Fact]
    public async Task What_runs_alongside_another_stores_write_is_stored_with_it_or_neither_is()
    {
        var id = (await StartAsync())?.EnvironmentId ?? 0;

        await _store.ControlPlane.AlongsideAsync<object, int>(() => SetDaysAsync(id, 7), (plane, _) => plane.Organisations.Single().Name = "Renamed");
        await Assert.ThrowsAsync<InvalidOperationException>(() => _store.ControlPlane.AlongsideAsync<object, int>(
            () => SetDaysAsync(id, 9), (_, _) => throw new InvalidOperationException("a bug in what runs alongside")));
        await SetDaysAsync(id + 1, 9);   // alone again

        Assert.Equal("Renamed", await _store.ControlPlane.ReadAsync(plane => plane.Organisations.Single().Name, default));
        var policies = await _store.Retention.PoliciesAsync(default);
        Assert.Equal((7, 9), (policies[id].RetentionDays, policies[id + 1].RetentionDays));
    }

    [Fact]
    public async Task A_document_that_nodes_would_refuse_is_refused_with_all_its_rows()
    {
        var id = (await StartAsync())?.EnvironmentId ?? 0;

        var refused = await Assert.ThrowsAsync<DocumentRefusedException>(() => _store.ControlPlane.WriteAsync(
            plane =>
            {
                foreach (var weight in plane.MultivariateWeights) weight.PercentageAllocation = 60;
                EnvironmentPublisher.Publish(plane, id, Some.Time.AddHours(1));
                return 0;
            },
            default));

        Assert.Equal("Development", refused.Environment);
        Assert.Contains("120 percent", Assert.Single(refused.Errors).Message, StringComparison.Ordinal);
        Assert.Equal(Some.Time, await UpdatedAtAsync());
        Assert.Equal([30, 20], await _store.ControlPlane.ReadAsync(plane => plane.MultivariateWeights.Select(each => each.PercentageAllocation).ToList(), default));
    }

    [Fact]
    public async Task Changes_that_wait_together_are_published_together_and_the_rest_of_a_burst_with_the_next_group()
    {
        var id = (await StartAsync())?.EnvironmentId ?? 0;
        const int Changes = 40;

        var made = await TogetherAsync(id, [.. Enumerable.Range(0, Changes).Select(at => (Action<ControlPlane>)(plane => Banner(plane).Value = $"\"{Banner(plane).Value.Trim('"')}+{at}\""))]);

        Assert.All(made, each => Assert.Null(each.Exception));
        // In the order in which they came, each over what the one before it left.
        var value = await _store.ControlPlane.ReadAsync(plane => Banner(plane).Value, default);
        Assert.Equal(Enumerable.Range(0, Changes).Select(at => at.ToString(CultureInfo.InvariantCulture)), value.Trim('"').Split('+').Skip(1));
        var document = EnvironmentDocumentReader.Read(Assert.Single(await Environments.FindAsync([id], default)).Document).Document;
        Assert.Equal(value, document?.FeatureStates.Single(state => state.Feature.Name == "banner_text").ValueJson);
        // Each publication moves the time on by a second at least: forty would be far ahead of the clock.
        Assert.True(await UpdatedAtAsync() < TimeProvider.System.GetUtcNow().AddSeconds(5));
    }

    [Fact]
    public async Task Of_changes_that_wait_together_only_the_one_is_refused_whose_document_nodes_would_refuse()
    {
        var id = (await StartAsync())?.EnvironmentId ?? 0;

        var made = await TogetherAsync(
            id,
            plane => Banner(plane).Value = "\"before\"",
            plane =>
            {
                foreach (var weight in plane.MultivariateWeights) weight.PercentageAllocation = 60;
            },
            _ => throw new InvalidOperationException("a bug in an endpoint"),
            plane => Banner(plane).Enabled = false);

        Assert.Null(made[0].Exception);
        Assert.Contains("120 percent", Assert.IsType<DocumentRefusedException>(made[1].Exception?.InnerException).Message, StringComparison.Ordinal);
        Assert.IsType<InvalidOperationException>(made[2].Exception?.InnerException);
        Assert.Null(made[3].Exception);
        var document = EnvironmentDocumentReader.Read(Assert.Single(await Environments.FindAsync([id], default)).Document).Document;
        var banner = document?.FeatureStates.Single(state => state.Feature.Name == "banner_text");
        Assert.Equal(("\"before\"", false), (banner?.ValueJson, banner?.Enabled));
        Assert.Equal([30, 20], await _store.ControlPlane.ReadAsync(plane => plane.MultivariateWeights.Select(each => each.PercentageAllocation).ToList(), default));
    }

    private static FeatureState Banner(ControlPlane plane) =>
        plane.FeatureStates.Single(state => state.SegmentId == null && state.Identifier == null && plane.Features.Any(feature => feature.Id == state.FeatureId && feature.Name == "banner_text"));

    /// <summary>Queues all changes of an environment while the writer is busy, so that they form one group.</summary>
    private async Task<Task<int>[]> TogetherAsync(int environmentId, params Action<ControlPlane>[] changes)
    {
        using var hold = new ManualResetEventSlim();
        var busy = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var holding = _store.ControlPlane.WriteAsync(
            _ =>
            {
                busy.SetResult();
                hold.Wait();
                return 0;
            },
            default);
        await busy.Task;
        var queued = Array.ConvertAll(changes, change => _store.ControlPlane.WriteTogetherAsync(
            plane =>
            {
                change(plane);
                plane.Unpublished.Add(environmentId);
                return 0;
            },
            default));
        hold.Set();
        await holding;
        await Task.WhenAll(queued.Select(each => each.ContinueWith(_ => { }, TaskScheduler.Default)));
        return queued;
    }

    [Fact]
    public async Task One_environment_is_found_with_its_keys_and_an_unknown_one_is_not()
    {
        var id = (await StartAsync())?.EnvironmentId ?? 0;

        var found = Assert.Single(await Environments.FindAsync([id, id + 1], default));

        Assert.Equal((await Environments.LoadAsync(default))[0].Document.ToArray(), found.Document.ToArray());
        Assert.Equal(new StoredServerKey("server-hash", true, null), Assert.Single(found.ServerKeys));
        Assert.Empty(await Environments.FindAsync([id + 1], default));
    }

    [Fact]
    public async Task Of_two_publications_in_one_transaction_the_last_one_is_kept()
    {
        var id = (await StartAsync())?.EnvironmentId ?? 0;

        await _store.ControlPlane.WriteAsync(
            plane =>
            {
                EnvironmentPublisher.Publish(plane, id, Some.Time.AddHours(1));
                plane.Environments.Single().Name = "Renamed";
                EnvironmentPublisher.Publish(plane, id, Some.Time.AddHours(2));
                return 0;
            },
            default);

        Assert.Equal(Some.Time.AddHours(2), await UpdatedAtAsync());
        var document = EnvironmentDocumentReader.Read(Assert.Single(await Environments.FindAsync([id], default)).Document).Document;
        Assert.Equal(("Renamed", Some.Time.AddHours(2)), (document?.Name, document?.UpdatedAt));
    }

    [Fact]
    public async Task Equal_sources_of_chance_give_an_equal_document()
    {
        await StartAsync();
        await using var other = open();
        await FirstStart.RunAsync(other.ControlPlane, Some.FirstStart, new UuidSource(new Random(1)), Some.Time, default);

        Assert.Equal(
            (await Environments.LoadAsync(default))[0].Document.ToArray(), (await other.Environments.LoadAsync(default))[0].Document.ToArray());
    }

    [Fact]
    public async Task A_deleted_or_expired_key_is_still_loaded_and_says_so()
    {
        var id = (await StartAsync())?.EnvironmentId ?? 0;
        var expiry = Some.Time.AddDays(1);

        await _store.ControlPlane.WriteAsync(
            plane => plane.Add(new ServerKey
            {
                EnvironmentId = id,
                Name = "old",
                KeyHash = "old-hash",
                LastFour = "wxyz",
                Active = false,
                CreatedAt = Some.Time,
                ExpiresAt = expiry,
            }).Entity,
            default);

        Assert.Equal(new StoredServerKey("old-hash", false, expiry), (await Environments.LoadAsync(default))[0].ServerKeys[1]);
    }

    [Fact]
    public async Task Segment_rules_survive_their_column()
    {
        await StartAsync();

        var json = await _store.ControlPlane.ReadAsync(
            plane => JsonSerializer.Serialize(plane.Segments.OrderBy(each => each.Id).Last().Rules), default);

        Assert.Contains("\"EQUAL\"", json, StringComparison.Ordinal);
        Assert.Contains("\"pro\"", json, StringComparison.Ordinal);
    }

    private async ValueTask<int> SetDaysAsync(int environment, int days)
    {
        await _store.Retention.SetPolicyAsync(environment, EventPolicy.Default with { RetentionDays = days }, default);
        return environment;
    }

    private IEnvironmentStore Environments => _store.Environments;

    private Task<FirstStartOutcome?> StartAsync() =>
        FirstStart.RunAsync(_store.ControlPlane, Some.FirstStart, new UuidSource(new Random(1)), Some.Time, default);

    private async Task<DateTimeOffset?> UpdatedAtAsync() =>
        EnvironmentDocumentReader.Read((await Environments.LoadAsync(default))[0].Document).Document?.UpdatedAt;
}
