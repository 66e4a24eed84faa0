using Guidon.Events.Retention;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Events.Tests;

public sealed class SpaceGuardTests : IDisposable
{
    private readonly EventsMetrics _metrics = new();
    private readonly SteppedVolume _volume = new();
    private readonly EventIntake _intake;
    private readonly SpaceGuard _guard;

    public SpaceGuardTests()
    {
        _intake = new EventIntake(
            new FickleLog(), new AppendSignal(), new IntakeOptions(), TimeProvider.System, _metrics, NullLogger<EventIntake>.Instance);
        _guard = new SpaceGuard(_volume, _intake, new SpaceMarks(), NullLogger<SpaceGuard>.Instance);
    }

    public void Dispose()
    {
        _guard.Dispose();
        _intake.DisposeAsync().AsTask().Wait();
        _metrics.Dispose();
    }

    [Fact]
    public async Task An_exhausted_volume_ends_capture_and_the_gap_is_counted_dated_and_told_once()
    {
        _volume.UsablePercent = 1;
        Assert.Equal(SpaceLevel.Exhausted, _guard.Look());
        var first = Some.Event() with { OccurredAt = DateTimeOffset.UnixEpoch };
        var last = Some.Event() with { OccurredAt = DateTimeOffset.UnixEpoch.AddMinutes(1) };

        foreach (var refused in (NewEvent[])[first, last]) Assert.Equal(IntakeVerdict.NoSpace, (await _intake.AppendAsync(refused, default)).Verdict);
        _volume.UsablePercent = 50;
        _guard.Look();
        Assert.True((await _intake.AppendAsync(Some.Event(), default)).IsDurable);

        var expected = new CaptureGap(first.OccurredAt, last.OccurredAt, 2, IntakeVerdict.NoSpace, Open: false);
        Assert.Equal(expected, _intake.Gaps.TakeEnded());
        Assert.Null(_intake.Gaps.TakeEnded());
        Assert.Equal(2, _metrics.Refused);
    }

    [Fact]
    public void The_reserve_is_taken_while_there_is_enough_and_given_back_when_there_is_not()
    {
        _guard.Look();
        Assert.True(_volume.HasReserve);

        _volume.UsablePercent = 10;
        Assert.Equal(SpaceLevel.Scarce, _guard.Look());
        Assert.True(_volume.HasReserve);
        _volume.UsablePercent = 1;
        _guard.Look();

        Assert.False(_volume.HasReserve);
    }

    [Fact]
    public async Task A_reserve_that_can_neither_be_taken_nor_released_changes_nothing_about_capture()
    {
        _volume.IsStubborn = true;
        _volume.UsablePercent = 1;
        Assert.Equal(SpaceLevel.Exhausted, _guard.Look());
        Assert.Equal(IntakeVerdict.NoSpace, (await _intake.AppendAsync(Some.Event(), default)).Verdict);

        _volume.UsablePercent = 50;
        Assert.Equal(SpaceLevel.Enough, _guard.Look());

        Assert.True((await _intake.AppendAsync(Some.Event(), default)).IsDurable);
    }

    [Fact]
    public async Task A_write_that_met_a_full_disk_ends_capture_at_once_and_the_next_look_believes_it()
    {
        _volume.Fill();

        Assert.Equal(IntakeVerdict.NoSpace, (await _intake.AppendAsync(Some.Event(), default)).Verdict);
        Assert.Equal(SpaceLevel.Exhausted, _guard.Look());
        Assert.Equal(SpaceLevel.Enough, _guard.Look());
        Assert.True((await _intake.AppendAsync(Some.Event(), default)).IsDurable);
    }

    [Fact]
    public void A_gap_that_could_not_be_stored_is_told_again_together_with_later_ones()
    {
        var record = new CaptureGapRecord();
        record.Refused(DateTimeOffset.UnixEpoch, IntakeVerdict.LogFailed);
        record.Durable();
        record.PutBack(Assert.IsType<CaptureGap>(record.TakeEnded()));
        record.Refused(DateTimeOffset.UnixEpoch.AddHours(1), IntakeVerdict.QueueFull);

        var all = record.TakeAll();

        Assert.Equal((2L, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddHours(1)), (all?.Events, all?.FirstAt, all?.LastAt));
    }
}
