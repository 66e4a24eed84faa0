using Guidon.Delivery.Attempts;
using Guidon.Integrations;

namespace Guidon.Delivery.Tests.Vendors;

public sealed class MapperVersionTests
{
    [Theory]
    [Trait("Row", "MAP-14")]
    [MemberData(nameof(SurvivalTests.Evaluations), MemberType = typeof(SurvivalTests))]
    public async Task Attempts_tell_the_version_of_the_mapper_and_what_it_made(string vendor)
    {
        await using var opened = await VendorBench.OpenAsync(vendor);
        opened.Bench.Start();
        await opened.Bench.AppendAsync("user-a");
        await opened.Bench.DrainAsync(opened.Destination);
        await opened.Bench.RestartAsync([.. Catalog.All.Select(integration => new NewerMapper(integration))]);
        await opened.Bench.AppendAsync("user-b");
        await opened.Bench.DrainAsync(opened.Destination);

        // Attempts are kept a little after they end.
        await opened.Bench.DriveAsync("both attempts are kept", async () => (await AttemptsAsync(opened)).DistinctBy(attempt => attempt.MapperVersion).Count() == 2);
        var attempts = await AttemptsAsync(opened);
        var version = Catalog.Find(vendor)!.MapperVersion;
        Assert.Equal([version + 1, version], attempts.Select(attempt => attempt.MapperVersion).Distinct());
        Assert.DoesNotContain(VendorBench.Key, string.Concat(attempts.Select(attempt => attempt.Records + attempt.Answer)), StringComparison.Ordinal);
    }

    private static ValueTask<IReadOnlyList<AttemptEntry>> AttemptsAsync(VendorBench opened) => opened.Bench.Storage.Attempts.RecentAsync(opened.Destination, 10, default);
}
