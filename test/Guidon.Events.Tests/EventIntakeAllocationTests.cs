using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Events.Tests;

// The loop runs on other threads, so the whole process is measured and nothing else may run meanwhile.
[Collection(Alone.Name)]
public sealed class EventIntakeAllocationTests
{
    [Fact]
    public async Task The_steady_state_of_the_intake_allocates_next_to_nothing()
    {
        const int Events = 5_000;
        using var metrics = new EventsMetrics();
        await using var intake = new EventIntake(
            new SilentLog(), new AppendSignal(), new IntakeOptions(), TimeProvider.System, metrics, NullLogger<EventIntake>.Instance);
        var sent = Some.Event();
        for (var i = 0; i < 500; i++) await intake.AppendAsync(sent, default);

        // The best of five: the runner of the tests has threads of its own, which allocate in some rounds; what the intake allocates is in each.
        var perEvent = double.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            for (var i = 0; i < Events; i++) await intake.AppendAsync(sent, default);
            perEvent = Math.Min(perEvent, (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Events);
        }

        // In debug builds the loop's state machine is an object of 80 bytes per group, and here each event is a group of its own.
        // In release builds this is 0.
        Assert.InRange(perEvent, 0, 100);
    }
}
