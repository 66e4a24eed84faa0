using Guidon.Events.Retention;

namespace Guidon.Events.Tests;

/// <summary>Retention and clocks that jump.</summary>
[Trait("Row", "D18")]
public sealed class BelievedClockTests
{
    private readonly JumpingClock _time = new();

    [Fact]
    public void A_clock_that_runs_is_believed()
    {
        var clock = new BelievedClock(_time);
        _time.Pass(TimeSpan.FromHours(5));

        Assert.Equal(_time.GetUtcNow(), clock.Now());
    }

    [Fact]
    public void A_jump_of_two_days_ahead_and_back_expires_nothing_early()
    {
        var clock = new BelievedClock(_time);
        var before = _time.GetUtcNow();
        _time.Jump(TimeSpan.FromDays(2));
        _time.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(before.AddMinutes(1), clock.Now());

        _time.Jump(TimeSpan.FromDays(-2));
        _time.Pass(TimeSpan.FromMinutes(1));

        Assert.Equal(before.AddMinutes(2), clock.Now());
    }

    [Fact]
    public void A_jump_that_lasts_for_an_hour_was_a_correction()
    {
        var clock = new BelievedClock(_time);
        _time.Jump(TimeSpan.FromDays(2));
        for (var minute = 0; minute < 61; minute++)
        {
            _time.Pass(TimeSpan.FromMinutes(1));
            clock.Now();
        }

        Assert.Equal(_time.GetUtcNow(), clock.Now());
    }

    [Fact]
    public void A_clock_that_goes_back_is_believed_at_once()
    {
        var clock = new BelievedClock(_time);
        _time.Jump(TimeSpan.FromHours(-1));

        Assert.Equal(_time.GetUtcNow(), clock.Now());
    }
}
