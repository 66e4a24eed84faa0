namespace Guidon.Server.Tests;

/// <summary>Work on everything that is stored happens once at a time.</summary>
public sealed class SharedRunTests
{
    [Fact]
    public async Task Whoever_asks_while_it_runs_gets_its_result_and_whoever_asks_later_a_new_one()
    {
        var (runs, gate) = (0, new TaskCompletionSource());
        await using var shared = new SharedRun<int>(async _ =>
        {
            var number = Interlocked.Increment(ref runs);
            await gate.Task;
            return number;
        });

        var together = Enumerable.Range(0, 8).Select(_ => shared.JoinAsync(default)).ToList();
        using var impatient = new CancellationTokenSource();
        var gone = shared.JoinAsync(impatient.Token);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        gate.SetResult();

        Assert.All(await Task.WhenAll(together), number => Assert.Equal(1, number));
        Assert.Equal(2, await shared.JoinAsync(default));
    }

    [Fact]
    public async Task A_run_that_failed_fails_for_those_who_waited_and_is_tried_again()
    {
        var runs = 0;
        await using var shared = new SharedRun<int>(_ => ++runs == 1 ? throw new InvalidOperationException("first") : Task.FromResult(runs));

        await Assert.ThrowsAsync<InvalidOperationException>(() => shared.JoinAsync(default));
        Assert.Equal(2, await shared.JoinAsync(default));
    }

    [Fact]
    public async Task The_servers_end_stops_a_run_however_long_it_would_take()
    {
        var started = new TaskCompletionSource();
        var shared = new SharedRun<int>(async stopping =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, stopping);
            return 1;
        });
        var waiting = shared.JoinAsync(default);
        await started.Task;

        await shared.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Who_waits_when_the_server_begins_to_end_is_told_and_so_is_who_comes_later()
    {
        await using var shared = new SharedRun<int>(async stopping =>
        {
            await Task.Delay(Timeout.Infinite, stopping);
            return 1;
        });
        var waiting = shared.JoinAsync(default);

        shared.Stop();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => shared.JoinAsync(default));
    }
}
