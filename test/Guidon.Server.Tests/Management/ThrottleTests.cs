using Guidon.Doubles;
using Guidon.Server.Management;
using Microsoft.AspNetCore.Http;

namespace Guidon.Server.Tests.Management;

/// <summary>So many a minute of one caller, by the clock of the test.</summary>
public sealed class ThrottleTests
{
    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 11, 26, 8, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task So_many_are_let_in_at_once_then_each_waits_for_its_share_of_the_minute_and_nobody_for_another()
    {
        var throttle = new Throttle<(int? User, int? Key)>(5, _clock);
        for (var n = 0; n < 5; n++) Assert.Null(await AskAsync(throttle, user: 1));
        Assert.Equal("12", await AskAsync(throttle, user: 1));
        Assert.Null(await AskAsync(throttle, user: 2));
        _clock.Advance(TimeSpan.FromSeconds(11.5));
        Assert.Equal("1", await AskAsync(throttle, user: 1));
        _clock.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Null(await AskAsync(throttle, user: 1));
        Assert.NotNull(await AskAsync(throttle, user: 1));
        _clock.Advance(TimeSpan.FromMinutes(2));
        for (var n = 0; n < 5; n++) Assert.Null(await AskAsync(throttle, user: 1));   // no more is saved up than a minute's
        Assert.NotNull(await AskAsync(throttle, user: 1));
    }

    [Fact]
    public async Task Many_in_one_request_are_all_done_and_paid_for_afterwards()
    {
        var throttle = new Throttle<(int? User, int? Key)>(10, _clock);
        Assert.Null(await AskAsync(throttle, user: 1));
        throttle.Add(Caller(1).Who, 99);
        Assert.Equal("546", await AskAsync(throttle, user: 1));   // ninety-one at six seconds
        _clock.Advance(TimeSpan.FromSeconds(546));
        Assert.Null(await AskAsync(throttle, user: 1));
    }

    [Fact]
    public async Task Memory_is_bounded_however_many_ask()
    {
        var throttle = new Throttle<(int? User, int? Key)>(1, _clock);
        for (var user = 0; user < 11_000; user++)
        {
            Assert.Null(await AskAsync(throttle, user));
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Null(await AskAsync(throttle, user: 0));   // forgotten
        Assert.NotNull(await AskAsync(throttle, user: 10_999));
    }

    // What Retry-After says; null for who is let in.
    private static async Task<string?> AskAsync(Throttle<(int? User, int? Key)> throttle, int user)
    {
        var http = new DefaultHttpContext();
        if (!await throttle.RefusesAsync(http, Caller(user).Who)) return null;
        Assert.Equal(StatusCodes.Status429TooManyRequests, http.Response.StatusCode);
        return http.Response.Headers.RetryAfter;
    }

    private static Caller Caller(int user) => Server.Management.Caller.Nobody("somebody") with { UserId = user };
}
