using System.Text;
using Guidon.Doubles;
using Guidon.Evaluation;
using Guidon.Events;
using Xunit.Abstractions;

namespace Guidon.Storage.Tests;

/// <summary>Searches the bytes of the files, the write-ahead log included, for what must not be in them.</summary>
public sealed class RawFileTests(ITestOutputHelper output) : IDisposable
{
    private const int Identities = 2_000;
    private const int Erased = 60;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Row", "OPS-06")]
    [Trait("Row", "S18")]
    public async Task Nothing_of_an_erased_identity_is_left_in_any_file()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        await EraseSomeAsync(seed);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(4952094)]
    public Task Copies_that_moved_rows_left_in_the_free_space_of_their_old_page_are_cleared(int seed) => EraseSomeAsync(seed);

    private async Task EraseSomeAsync(int seed)
    {
        var random = new Random(seed);
        await using var store = SqliteTestStore.Open(_folder);
        var environment = (await store.ControlPlane.AddEnvironmentsAsync(1))[0];
        await store.Deliveries.CreateAsync("webhook", environment, "s"u8.ToArray(), default);
        string[] names = [.. Enumerable.Range(0, Identities).Select(_ => $"person-{random.NextInt64():x16}")];
        await WriteAsync(store, environment, names, random);
        var doomed = names[..Erased];
        Assert.All(doomed, name => Assert.True(IsInFiles(name), "the search finds what is there"));

        foreach (var name in doomed)
        {
            var receipt = await store.Erasures.EraseAsync(environment, name, default);
            Assert.True(receipt is { Identities: 1, FilesCleared: true, Events: > 0 }, receipt.ToString());
        }

        Assert.All(doomed, name => Assert.False(IsInFiles(name), name));
        Assert.All(names[Erased..(Erased + 20)], name => Assert.True(IsInFiles(name), name));
    }

    [Fact]
    public async Task Nothing_of_an_event_is_left_after_its_retention()
    {
        await using var store = SqliteTestStore.Open(_folder);
        var environment = (await store.ControlPlane.AddEnvironmentsAsync(1))[0];
        NewEvent[] events = [.. Enumerable.Range(0, 500).Select(n => Some.Evaluated(environment, $"bygone-{n}", "bygone-plan"))];
        await store.EventLog.AppendAsync(events, default);

        var step = await store.Retention.DropAsync(environment, 0, DateTimeOffset.MaxValue, 500, default);
        await store.Erasures.EraseAsync(environment, "somebody-else", default);   // empties the write-ahead log

        Assert.Equal(500, step.Dropped);
        Assert.False(IsInFiles("bygone-"));
    }

    private static async Task WriteAsync(SqliteTestStore store, int environment, string[] names, Random random)
    {
        foreach (var chunk in names.Chunk(100))
        {
            await Task.WhenAll(chunk.Select(name => store.Identities.WriteAsync(environment, name, Traits(name, random), default).AsTask()));
            NewEvent[] events = [.. chunk.Select(name => Some.Evaluated(environment, name, "of-" + name))];
            await store.EventLog.AppendAsync(events, default);
        }

        // Values that grow move rows between pages, which is where copies could stay behind.
        foreach (var name in names.OrderBy(_ => random.Next()).Take(400))
            await store.Identities.WriteAsync(environment, name, Traits(name + new string('+', random.Next(200)), random), default);
    }

    private static Trait[] Traits(string text, Random random) =>
        [new("note", TraitValue.Text("of " + text), false), new("n" + random.Next(5), TraitValue.Text(text), false)];

    private bool IsInFiles(string text) => RawFiles.Contain(_folder.Path, Encoding.UTF8.GetBytes(text));
}
