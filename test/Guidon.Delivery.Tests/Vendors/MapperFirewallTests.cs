using System.Text.Json.Nodes;
using Guidon.Delivery.Replays;
using Guidon.Integrations;

namespace Guidon.Delivery.Tests.Vendors;

/// <summary>A build whose mapper differs from what was sent is found before it takes over.</summary>
public sealed class MapperFirewallTests
{
    [Theory]
    [MemberData(nameof(SurvivalTests.Evaluations), MemberType = typeof(SurvivalTests))]
    [Trait("Row", "E10")]
    [Trait("Row", "E11")]
    public async Task The_same_build_finds_nothing_and_each_mutant_is_found_by_field(string vendor)
    {
        await using var opened = await VendorBench.OpenAsync(vendor);
        opened.Bench.Start();
        await opened.Bench.AppendAsync("user-a", "user-b", "user-c");
        await opened.Bench.DrainAsync(opened.Destination);
        await opened.Bench.DriveAsync("an attempt is kept", async () => (await opened.Bench.Storage.Attempts.RecentAsync(opened.Destination, 10, default)).Count > 0);

        var same = await CompareAsync(opened, integration => integration);
        Assert.Empty(same.Findings);
        Assert.InRange(same.Compared, 1, 3);
        foreach (var (name, mutate) in Mutants)
        {
            var mutated = await CompareAsync(opened, integration => new MutantMapper(integration, mutate));
            Assert.True(mutated.Findings.Any(finding => !finding.IsExplained), $"{vendor}: {name} was not found");
        }
    }

    // 7 June 2023: a changed signature, which throws. A higher version does not excuse it.
    [Theory]
    [MemberData(nameof(SurvivalTests.Evaluations), MemberType = typeof(SurvivalTests))]
    [Trait("Row", "E10")]
    [Trait("Row", "E11")]
    public async Task A_mapper_that_throws_is_never_explained_and_a_change_that_is_announced_is(string vendor)
    {
        await using var opened = await VendorBench.OpenAsync(vendor);
        opened.Bench.Start();
        await opened.Bench.AppendAsync("user-a");
        await opened.Bench.DrainAsync(opened.Destination);
        await opened.Bench.DriveAsync("an attempt is kept", async () => (await opened.Bench.Storage.Attempts.RecentAsync(opened.Destination, 10, default)).Count > 0);

        var thrown = await CompareAsync(opened, integration => new MutantMapper(integration, _ => throw new MissingMethodException("get_flags"), versionAhead: 1));
        var announced = await CompareAsync(opened, integration => new MutantMapper(integration, Mutants[0].Mutate, versionAhead: 1));

        Assert.All(thrown.Findings, finding => Assert.Equal(("mapper_error", false), (finding.Outcome, finding.IsExplained)));
        Assert.NotEmpty(thrown.Findings);
        Assert.All(announced.Findings, finding => Assert.True(finding.IsExplained));
        Assert.NotEmpty(announced.Findings);
    }

    private static (string Name, Action<JsonObject> Mutate)[] Mutants =>
    [
        ("a dropped field", record => record.Remove(record.First().Key)),
        ("a swapped argument", Swap),
        ("an emptied map", record => Deepest(record).Clear()),
        ("a renamed field", Rename),
    ];

    private static void Swap(JsonObject record)
    {
        var texts = record.Where(member => member.Value is JsonValue).Select(member => member.Key).Take(2).ToList();
        if (texts.Count < 2)
        {
            Rename(record);
            return;
        }

        var (first, second) = (record[texts[0]]!.DeepClone(), record[texts[1]]!.DeepClone());
        (record[texts[0]], record[texts[1]]) = (second, first);
    }

    private static void Rename(JsonObject record)
    {
        var (name, value) = record.First();
        record.Remove(name);
        record[name + "_"] = value?.DeepClone();
    }

    private static JsonObject Deepest(JsonObject record) =>
        record.Select(member => member.Value).OfType<JsonObject>().FirstOrDefault(map => map.Count > 0) is { } inner ? Deepest(inner) : record;

    private static async Task<MapperComparison> CompareAsync(VendorBench opened, Func<Integration, Integration> build)
    {
        var store = opened.Bench.Storage;
        var mappers = new DestinationMappers(
            store.Deliveries, store.EventLog, Catalog.All.Select(build).ToDictionary(integration => integration.Name), opened.Bench.Protector);
        return await new MapperFirewall(store.Deliveries, store.EventLog, store.Attempts, mappers).RunAsync(100, default);
    }
}
