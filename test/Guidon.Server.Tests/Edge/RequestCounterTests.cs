using Guidon.Doubles;
using Guidon.Flags;
using Guidon.Server.Edge;

namespace Guidon.Server.Tests.Edge;

public sealed class RequestCounterTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 26, 1, 59, 59, TimeSpan.Zero);

    private readonly FakeClock _clock = new(s_now);

    [Fact]
    public void Requests_are_counted_in_the_hour_in_which_they_came_and_taken_once()
    {
        var counter = new RequestCounter(_clock);
        counter.Add(1, RequestKind.Flags, 1);
        counter.Add(1, RequestKind.Flags, 1);
        _clock.Advance(TimeSpan.FromSeconds(1));
        counter.Add(1, RequestKind.Flags, 1);
        counter.Add(2, RequestKind.Traits, 1);

        Assert.Equal(
            [new(1, RequestKind.Flags, Hour(1), 2), new(1, RequestKind.Flags, Hour(2), 1), new(2, RequestKind.Traits, Hour(2), 1)],
            counter.Take().OrderBy(each => each.EnvironmentId).ThenBy(each => each.Hour));
        Assert.Empty(counter.Take());
    }

    [Fact]
    public void Counting_a_request_allocates_nothing()
    {
        var counter = new RequestCounter(_clock);
        counter.Add(1, RequestKind.Flags, 1);   // the hour is there now
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) counter.Add(1, RequestKind.Flags, 1);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static DateTimeOffset Hour(int hour) => new(2026, 11, 26, hour, 0, 0, TimeSpan.Zero);
}
