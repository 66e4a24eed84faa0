using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Events.Tests;

/// <summary>A log that hangs, or that cannot be reached, and the two kinds of callers: those who may leave, and those who need to know.</summary>
public sealed class StalledLogTests : IDisposable
{
    private static readonly IntakeOptions s_options = new() { Patience = TimeSpan.FromMilliseconds(20), BatchEventsMax = 2 };

    private readonly FickleLog _log = new();
    private readonly EventsMetrics _metrics = new();
    private readonly TaskCompletionSource _hangs = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public async Task Who_may_leave_is_not_held_up_by_a_log_that_hangs_and_the_events_are_stored_in_their_order_when_it_answers()
    {
        _log.Gate = _hangs.Task;
        await using var intake = Intake(s_options);
        var sent = Enumerable.Range(0, 9).Select(_ => Some.Event()).ToList();

        // The first are in a group or in the queue when it is noticed, the last come later.
        var early = await Task.WhenAll(sent[..5].Select(each => intake.AppendAsync(each, mayLeave: true, default).AsTask()));
        foreach (var each in sent[5..]) Assert.True((await intake.AppendAsync(each, mayLeave: true, default)).IsLeft);
        Assert.All(early, answer => Assert.True(answer.IsLeft));
        Assert.Empty(_log.Durable);
        _hangs.SetResult();
        await intake.DisposeAsync();

        Assert.Equal(sent.Select(each => each.Id), _log.Durable.Select(each => each.Id));
        Assert.Equal((9, 9, 0), (_metrics.Left, _metrics.Accepted, _metrics.Refused));
    }

    [Fact]
    public async Task Who_needs_to_know_waits_for_the_truth_and_who_comes_later_hears_at_once_that_there_is_none()
    {
        _log.Gate = _hangs.Task;
        await using var intake = Intake(s_options);
        var first = intake.AppendAsync(Some.Event(), default).AsTask();
        await intake.AppendAsync(Some.Event(), mayLeave: true, default);

        var later = await intake.AppendAsync(Some.Event(), default);
        Assert.Equal((IntakeVerdict.LogFailed, false), (later.Verdict, first.IsCompleted));
        _hangs.SetResult();

        Assert.True((await first).IsDurable);
        Assert.True((await intake.AppendAsync(Some.Event(), default)).IsDurable);
        Assert.Equal((1, 3, 1), (_metrics.Left, _metrics.Accepted, _metrics.Refused));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_left_to_a_log_that_cannot_be_reached_is_tried_again_and_what_may_have_been_written_is_not(bool neverBegins)
    {
        _log.Fails = () => true;
        _log.NeverBegins = neverBegins;
        await using var intake = Intake(s_options);
        var sent = Enumerable.Range(0, 5).Select(_ => Some.Event()).ToList();

        var answers = new List<IntakeVerdict>();
        foreach (var each in sent) answers.Add((await intake.AppendAsync(each, mayLeave: true, default)).Verdict);
        Assert.All(answers, verdict => Assert.Equal(neverBegins ? IntakeVerdict.Left : IntakeVerdict.LogFailed, verdict));
        _log.Fails = () => false;
        var last = await intake.AppendAsync(Some.Event(), mayLeave: true, default);
        await intake.DisposeAsync();

        Assert.Equal(neverBegins ? sent.Select(each => each.Id) : [], _log.Durable.SkipLast(1).Select(each => each.Id));
        Assert.Equal(neverBegins ? (6, 0) : (1, 5), (_metrics.Accepted, _metrics.Refused));
        Assert.Equal(neverBegins, last.IsLeft);
    }

    [Fact]
    public async Task One_who_needs_to_know_finds_out_that_the_log_can_be_reached_again()
    {
        (_log.Fails, _log.NeverBegins) = (() => true, true);
        await using var intake = Intake(s_options);
        Assert.Equal(IntakeVerdict.LogFailed, (await intake.AppendAsync(Some.Event(), default)).Verdict);
        Assert.Equal(IntakeVerdict.LogFailed, (await intake.AppendAsync(Some.Event(), default)).Verdict);

        _log.Fails = () => false;
        Assert.True((await intake.AppendAsync(Some.Event(), default)).IsDurable);
        Assert.True((await intake.AppendAsync(Some.Event(), mayLeave: true, default)).IsDurable);
    }

    [Fact]
    public async Task What_is_left_is_bounded_and_the_rest_is_refused_and_counted()
    {
        _log.Gate = _hangs.Task;
        await using var intake = Intake(s_options with { QueueEventsMax = 3, LeftBytesMax = 50 });
        Assert.True((await intake.AppendAsync(Some.Event() with { Payload = new byte[10] }, mayLeave: true, default)).IsLeft);

        Assert.Equal(IntakeVerdict.QueueFull, (await intake.AppendAsync(Some.Event() with { Payload = new byte[41] }, mayLeave: true, default)).Verdict);
        var answers = new List<IntakeVerdict>();
        while (answers.LastOrDefault() != IntakeVerdict.QueueFull) answers.Add((await intake.AppendAsync(Some.Event() with { Payload = new byte[1] }, mayLeave: true, default)).Verdict);
        _hangs.SetResult();
        await intake.DisposeAsync();

        // Three in the queue, and up to three that were taken out of it.
        Assert.InRange(answers.Count, 4, 8);
        Assert.Equal((answers.Count, 2), (_metrics.Accepted, _metrics.Refused));
        Assert.Equal(2, intake.Gap?.Events);
    }

    [Fact]
    public async Task What_was_left_and_cannot_be_stored_before_the_end_is_a_gap()
    {
        (_log.Fails, _log.NeverBegins) = (() => true, true);
        var intake = Intake(s_options);
        for (var i = 0; i < 5; i++) Assert.True((await intake.AppendAsync(Some.Event(), mayLeave: true, default)).IsLeft);

        await intake.DisposeAsync();

        Assert.Equal((0, 5, 5), (_metrics.Accepted, _metrics.Refused, intake.Gap?.Events));
    }

    private EventIntake Intake(IntakeOptions options) => new(_log, new AppendSignal(), options, TimeProvider.System, _metrics, NullLogger<EventIntake>.Instance);
}
