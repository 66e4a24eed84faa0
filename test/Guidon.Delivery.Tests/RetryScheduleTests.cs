namespace Guidon.Delivery.Tests;

public sealed class RetryScheduleTests
{
    private static readonly RetrySchedule s_schedule = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(6, 32)]
    [InlineData(7, 60)]
    [InlineData(100_000, 60)]
    public void The_ceiling_doubles_up_to_a_minute_and_there_is_no_last_attempt(int attempt, double ceilingSeconds)
    {
        Assert.Equal(TimeSpan.Zero, s_schedule.Next(attempt, null, 0));
        Assert.Equal(ceilingSeconds / 2, s_schedule.Next(attempt, null, 0.5).TotalSeconds);
        Assert.InRange(s_schedule.Next(attempt, null, 0.999_999).TotalSeconds, ceilingSeconds * 0.99, ceilingSeconds);
    }

    [Fact]
    public void A_wish_of_the_receiver_lengthens_the_wait_and_never_shortens_it()
    {
        Assert.Equal(TimeSpan.FromMinutes(30), s_schedule.Next(1, TimeSpan.FromMinutes(30), 0.5));
        Assert.Equal(TimeSpan.FromSeconds(30), s_schedule.Next(20, TimeSpan.FromSeconds(1), 0.5));
    }
}
