using Guidon.Flags;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Storage.Tests;

/// <summary>What every usage store must do.</summary>
public abstract class UsageStoreCompliance(Func<TestStore> open) : IAsyncLifetime
{
    private static readonly DateTimeOffset s_hour = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    private readonly TestStore _store = open();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _store.DisposeAsync().AsTask();

    [Fact]
    public async Task Counts_of_one_feature_and_hour_are_added_up()
    {
        FeatureUsage[] usage =
        [
            new(1, "checkout", s_hour, 3), new(1, "checkout", s_hour, 4), new(1, "checkout", s_hour.AddHours(1), 5), new(2, "checkout", s_hour, 6),
        ];

        await Task.WhenAll(Enumerable.Range(1, 10).Select(at => Task.Run(async () => await _store.Usage.AddAsync(Report(at, 1, usage, []), default))));

        Assert.Equal(70, await CountAsync(1, "checkout", s_hour));
        Assert.Equal(50, await CountAsync(1, "checkout", s_hour.AddHours(1)));
        Assert.Equal(60, await CountAsync(2, "checkout", s_hour));
        Assert.Equal(0, await CountAsync(2, "Checkout", s_hour));
    }

    [Fact]
    public async Task Requests_of_one_kind_and_hour_are_added_up()
    {
        RequestUsage[] requests = [new(1, RequestKind.Flags, s_hour, 3), new(1, RequestKind.Flags, s_hour, 4), new(1, RequestKind.Traits, s_hour, 5), new(2, RequestKind.Flags, s_hour, 6)];
        for (var number = 1; number <= 2; number++) await _store.Usage.AddAsync(Report(1, number, [], requests), default);

        var counts = await _store.ControlPlane.ReadAsync(plane => plane.RequestCounts.AsNoTracking().ToList(), default);
        Assert.Equal(
            [(1, RequestKind.Flags, 14), (1, RequestKind.Traits, 10), (2, RequestKind.Flags, 12)],
            counts.Select(each => (each.EnvironmentId, each.Kind, each.Count)).Order());
    }

    [Fact]
    public async Task A_report_that_comes_again_is_counted_once_and_what_is_kept_of_old_ones_goes()
    {
        FeatureUsage[] usage = [new(1, "checkout", s_hour, 3)];
        RequestUsage[] requests = [new(1, RequestKind.Flags, s_hour, 4)];

        for (var time = 0; time < 3; time++) await _store.Usage.AddAsync(Report(1, 1, usage, requests), default);
        await _store.Usage.AddAsync(Report(2, 1, usage, requests), default);
        await _store.Usage.AddAsync(Report(1, 2, usage, requests), default);

        Assert.Equal(9, await CountAsync(1, "checkout", s_hour));
        Assert.Equal(12, (await _store.ControlPlane.ReadAsync(plane => plane.RequestCounts.AsNoTracking().ToList(), default)).Single().Count);
        await _store.Usage.AddAsync(Report(3, 1, usage, []) with { At = s_hour.AddDays(30) }, default);
        Assert.Equal(1, await _store.ControlPlane.ReadAsync(plane => plane.Database.SqlQuery<long>($"""SELECT COUNT(*) AS "Value" FROM usage_flush""").Single(), default));
    }

    private static UsageReport Report(int writer, long number, FeatureUsage[] features, RequestUsage[] requests) =>
        new(new Guid(writer, 0, 0, new byte[8]), number, s_hour, features, requests);

    private Task<long> CountAsync(int environmentId, string feature, DateTimeOffset hour) =>
        _store.ControlPlane.ReadAsync(
            plane => plane.Database.SqlQuery<long>(
                $"""SELECT count AS "Value" FROM feature_usage WHERE environment_id = {environmentId} AND feature_name = {feature} AND hour = {hour.ToUnixTimeSeconds()}""")
                .SingleOrDefault(),
            default);
}
