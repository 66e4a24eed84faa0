using Guidon.Doubles;
using Guidon.Server.Management.Auth;

namespace Guidon.Server.Tests.Management.Auth;

/// <summary>Ten wrong passwords, a quarter of an hour.</summary>
public sealed class LoginLocksTests
{
    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Too_many_failures_lock_and_time_unlocks()
    {
        var locks = new LoginLocks(10, TimeSpan.FromMinutes(15), _clock);
        for (var i = 0; i < 10; i++)
        {
            Assert.Null(locks.Wait("a"));
            locks.Failed("a");
        }

        Assert.Equal(TimeSpan.FromMinutes(15), locks.Wait("a"));
        Assert.Null(locks.Wait("b"));
        _clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Null(locks.Wait("a"));
        locks.Failed("a");
        Assert.Null(locks.Wait("a"));   // counted from the start again
    }

    [Fact]
    public void A_right_password_forgives()
    {
        var locks = new LoginLocks(2, TimeSpan.FromMinutes(15), _clock);
        locks.Failed("a");
        locks.Succeeded("a");
        locks.Failed("a");
        Assert.Null(locks.Wait("a"));
    }

    [Fact]
    public void Memory_is_bounded_whatever_is_tried()
    {
        var locks = new LoginLocks(1, TimeSpan.FromMinutes(15), _clock);
        locks.Failed("first");
        _clock.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 10_000; i++) locks.Failed($"{i}");
        Assert.Null(locks.Wait("first"));
        Assert.NotNull(locks.Wait("9999"));
    }
}
