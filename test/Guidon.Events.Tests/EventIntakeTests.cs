using Microsoft.Extensions.Logging.Abstractions;

namespace Guidon.Events.Tests;

public sealed class EventIntakeTests : IDisposable
{
    private readonly FickleLog _log = new();
    private readonly AppendSignal _signal = new();
    private readonly EventsMetrics _metrics = new();

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public async Task An_accepted_event_is_in_the_log_and_signalled()
    {
        await using var intake = Intake(new IntakeOptions());
        var sent = Some.Event(environmentId: 3);

        var result = await intake.AppendAsync(sent, default);

        Assert.True(result.IsDurable);
        Assert.Equal(sent.Id, Assert.Single(_log.Durable).Id);
        Assert.Equal((1, 0), (_signal.Version(3), _signal.Version(4)));
    }

    [Fact]
    public async Task Waiting_events_share_an_append()
    {
        var gate = new TaskCompletionSource();
        _log.Gate = gate.Task;
        await using var intake = Intake(new IntakeOptions { BatchEventsMax = 100 });
        var waiting = Enumerable.Range(0, 150).Select(_ => intake.AppendAsync(Some.Event(), default).AsTask()).ToArray();

        gate.SetResult();
        await Task.WhenAll(waiting);

        // The first may have gone alone; the rest fits into two groups of at most 100.
        Assert.InRange(_log.Appends, 2, 3);
        Assert.Equal(150, _log.Durable.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_caller_gets_the_true_answer_from_a_log_that_fails_at_random(int seed)
    {
        var random = new Random(seed);
        _log.Fails = () => random.Next(3) == 0;   // only the intake's loop calls it
        var answers = new List<(Guid Id, bool Durable)>();
        await using (var intake = Intake(new IntakeOptions { BatchEventsMax = 5 }))
        {
            await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
            {
                for (var i = 0; i < 50; i++)
                {
                    var buffer = Guid.NewGuid().ToByteArray();
                    var sent = Some.Event() with { Id = new Guid(buffer), Payload = buffer };
                    var answer = await intake.AppendAsync(sent, default);
                    Array.Clear(buffer);   // the caller takes its buffer back
                    lock (answers) answers.Add((sent.Id, answer.IsDurable));
                }
            })));
        }

        Assert.Equal(800, answers.Count);
        Assert.Equal(answers.Where(each => each.Durable).Select(each => each.Id).Order(), _log.Durable.Select(each => each.Id).Order());
        Assert.All(_log.Durable, each => Assert.Equal(each.Id, new Guid(each.Payload.Span)));
        Assert.Equal(answers.Count(each => each.Durable), _metrics.Accepted);
        Assert.Equal(answers.Count(each => !each.Durable), _metrics.Refused);
    }

    [Fact]
    public async Task A_gap_is_known_with_its_times_and_ends_with_the_next_durable_event()
    {
        _log.Fails = () => true;
        await using var intake = Intake(new IntakeOptions());
        Assert.Null(intake.Gap);

        await intake.AppendAsync(Some.Event() with { OccurredAt = Some.Time.AddSeconds(5) }, default);
        var refused = await intake.AppendAsync(Some.Event(), default);
        Assert.Equal(new CaptureGap(Some.Time, Some.Time.AddSeconds(5), 2, IntakeVerdict.LogFailed, Open: true), intake.Gap);
        _log.Fails = () => false;
        var accepted = await intake.AppendAsync(Some.Event(), default);

        Assert.Equal((IntakeVerdict.LogFailed, IntakeVerdict.Durable), (refused.Verdict, accepted.Verdict));
        Assert.Equal((2, false), (intake.Gap?.Events, intake.Gap?.Open));
    }

    [Fact]
    [Trait("Row", "M06")]
    public async Task An_event_that_vanishes_on_its_way_to_the_log_shows_as_the_intakes_residual()
    {
        await using var intake = Intake(new IntakeOptions());
        await intake.AppendAsync(Some.Event(), default);
        Assert.Equal(0, _metrics.Unaccounted);

        _log.Lost = 1;
        await intake.AppendAsync(Some.Event(), default);

        Assert.Equal((2, 1), (_metrics.Accepted, _metrics.Unaccounted));
    }

    [Fact]
    public async Task A_full_queue_makes_callers_wait_and_then_refuses()
    {
        var gate = new TaskCompletionSource();
        _log.Gate = gate.Task;
        await using var intake = Intake(new IntakeOptions { QueueEventsMax = 2, BatchEventsMax = 1, QueueWait = TimeSpan.FromMilliseconds(20) });
        var first = intake.AppendAsync(Some.Event(), default).AsTask();
        await _log.Begun;   // it has left the queue, and the loop takes nothing else until the gate opens
        Task<IntakeResult>[] waiting = [first, .. Enumerable.Range(0, 2).Select(_ => intake.AppendAsync(Some.Event(), default).AsTask())];

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => intake.AppendAsync(Some.Event(), default).AsTask()));
        gate.SetResult();

        Assert.All(answers, answer => Assert.Equal(IntakeVerdict.QueueFull, answer.Verdict));
        Assert.All(await Task.WhenAll(waiting), answer => Assert.True(answer.IsDurable));
    }

    [Fact]
    public async Task A_cancelled_wait_for_a_place_leaves_nothing_behind()
    {
        var gate = new TaskCompletionSource();
        _log.Gate = gate.Task;
        var intake = Intake(new IntakeOptions { QueueEventsMax = 1, BatchEventsMax = 1, QueueWait = TimeSpan.FromMinutes(5) });
        using var stop = new CancellationTokenSource();
        var first = Enumerable.Range(0, 8).Select(_ => intake.AppendAsync(Some.Event(), stop.Token).AsTask()).ToArray();

        await stop.CancelAsync();
        gate.SetResult();

        // Which of them had a place already is the loop's affair; those that had got their durable answer in spite of the cancellation.
        await intake.DisposeAsync();
        await Task.WhenAll(first.Select(each => each.ContinueWith(_ => { }, TaskScheduler.Default)));
        var durable = first.Count(each => each.IsCompletedSuccessfully && each.Result.IsDurable);
        Assert.Equal(8 - durable, first.Count(each => each.IsCanceled));
        Assert.InRange(durable, 1, 7);
        Assert.Equal(durable, _log.Durable.Count);
    }

    [Fact]
    public async Task Stopping_appends_what_waits_and_refuses_what_comes_later()
    {
        var gate = new TaskCompletionSource();
        _log.Gate = gate.Task;
        var intake = Intake(new IntakeOptions());
        var waiting = Enumerable.Range(0, 20).Select(_ => intake.AppendAsync(Some.Event(), default).AsTask()).ToArray();

        var stopped = intake.DisposeAsync().AsTask();
        var late = await intake.AppendAsync(Some.Event(), default);
        gate.SetResult();
        await stopped;

        Assert.Equal(IntakeVerdict.Stopping, late.Verdict);
        Assert.All(await Task.WhenAll(waiting), answer => Assert.True(answer.IsDurable));
        Assert.Equal(20, _log.Durable.Count);
    }

    [Fact]
    public async Task An_oversized_payload_is_refused_alone()
    {
        await using var intake = Intake(new IntakeOptions { PayloadBytesMax = 10 });

        Assert.Equal(IntakeVerdict.TooLarge, (await intake.AppendAsync(Some.Event() with { Payload = new byte[11] }, default)).Verdict);
        Assert.True((await intake.AppendAsync(Some.Event() with { Payload = new byte[10] }, default)).IsDurable);
    }

    private EventIntake Intake(IntakeOptions options) =>
        new(_log, _signal, options, TimeProvider.System, _metrics, NullLogger<EventIntake>.Instance);
}
