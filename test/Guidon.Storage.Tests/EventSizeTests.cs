using Guidon.Events;
using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace Guidon.Storage.Tests;

/// <summary>What an event costs on the disk, measured on the file and not estimated.</summary>
public sealed class EventSizeTests(ITestOutputHelper output) : IDisposable
{
    private const int Events = 5_000;
    private const int BytesMax = 600;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_event_of_an_environment_with_100_flags_costs_at_most_600_bytes_of_file()
    {
        await using (SqliteTestStore.Open(_folder))
        {
        }

        var before = UsedBytes();
        await using (var store = SqliteTestStore.Open(_folder))
        {
            foreach (var chunk in Enumerable.Range(0, Events).Chunk(500))
            {
                NewEvent[] events = [.. chunk.Select(Event)];
                await store.EventLog.AppendAsync(events, default);
            }
        }

        var bytes = (UsedBytes() - before) / (double)Events;
        output.WriteLine($"{bytes:0} bytes per event: 100 flags, one of them overridden, 8 traits, 20 segments");
        Assert.InRange(bytes, 1, BytesMax);
    }

    private static NewEvent Event(int number)
    {
        var outcomes = new int[100];
        for (var flag = 0; flag < outcomes.Length; flag++) outcomes[flag] = (number + flag) % 3;
        outcomes[50] = EvaluatedEventDraft.Override;
        var draft = new EvaluatedEventDraft
        {
            Identifier = $"customer-{number:0000000000}@example.org",
            Outcomes = outcomes,
            Overrides = new FlagOutcomeRow[]
            {
                new() { StateId = 12_345, Enabled = true, Value = new EventValue("\"a value of this person\""), Reason = "IDENTITY_OVERRIDE", IdentityOverride = true },
            },
            Traits = Enumerable.Range(0, 8).Select(n => new EventTrait(1_000 + n, $"trait_name_{n}", new EventValue($"\"value {number}\""), false)).ToArray(),
            Segments = new bool[20],
        };
        var payload = new byte[EvaluatedEventEncoding.BytesMax(draft)];
        return Some.Event(1) with { Payload = payload.AsMemory(0, EvaluatedEventEncoding.Encode(draft, payload)) };
    }

    private long UsedBytes()
    {
        using var connection = new SqliteConnection($"Data Source={_folder["guidon.db"]};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, pragma_freelist_count, pragma_page_size";
        return (long)(command.ExecuteScalar() ?? 0L);
    }
}
