using Guidon.Doubles;
using Guidon.Server.Management.Status;
using Guidon.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Server.Tests.Management.Status;

/// <summary>Whoever examines the store again and again goes on, whatever a look comes to.</summary>
public sealed class StoreWatchTests
{
    private readonly FakeClock _clock = new(SomeEvents.Start);

    [Fact]
    public async Task A_look_that_fails_in_an_unknown_way_is_a_finding_and_the_next_one_is_taken()
    {
        var looks = 0;
        await using var watch = new StoreWatch(
            (_, _) => Interlocked.Increment(ref looks) == 1 ? throw new InvalidOperationException() : new([]), _clock, TimeSpan.FromSeconds(10), NullLogger<StoreWatch>.Instance);

        watch.Start();
        await Eventually.TrueAsync("it is told", () => watch.Last.Findings is [{ Code: "not_examined" }]);

        await Eventually.TrueAsync("the next look finds nothing", () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(10));
            return watch.Last.Findings.Count == 0;
        });
    }

    [Fact]
    public async Task A_store_that_does_not_answer_keeps_nobody_from_ending()
    {
        var never = new TaskCompletionSource<IReadOnlyList<Finding>>();
        var looks = 0;
        var watch = new StoreWatch(
            (_, _) =>
            {
                Interlocked.Increment(ref looks);
                return new(never.Task);
            },
            _clock,
            TimeSpan.FromSeconds(10),
            NullLogger<StoreWatch>.Instance);
        watch.Start();
        await Eventually.TrueAsync("it looks", () => Volatile.Read(ref looks) == 1);

        var ended = watch.DisposeAsync().AsTask();

        await Eventually.TrueAsync("it ended", () => ended.IsCompletedSuccessfully);
    }
}
