namespace Guidon.Delivery.Tests;

public sealed class RetryAfterTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 10, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("7", 7.0)]
    [InlineData(" 7 ", 7.0)]
    [InlineData("0", 0.0)]
    [InlineData("3600", 3_600.0)]
    [InlineData("315360000", 3_600.0)]
    [InlineData("99999999999999999999999", 3_600.0)]
    [InlineData("Tue, 10 Nov 2026 08:00:42 GMT", 42.0)]
    [InlineData("Tuesday, 10-Nov-26 08:00:42 GMT", 42.0)]
    [InlineData("Tue Nov 10 08:00:42 2026", 42.0)]
    [InlineData("Fri, 10 Nov 2036 08:00:00 GMT", null)]   // the weekday is wrong: garbage
    [InlineData("Mon, 10 Nov 2036 08:00:00 GMT", 3_600.0)]
    [InlineData("Tue, 10 Nov 2026 07:00:00 GMT", null)]
    [InlineData("-5", null)]
    [InlineData("1.5", null)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    [Trait("Row", "RTY-04, E02")]
    public void Seconds_and_dates_are_read_and_anything_else_is_ignored(string? header, double? seconds) =>
        Assert.Equal(seconds, RetryAfter.Read(header, s_now, TimeSpan.FromHours(1))?.TotalSeconds);
}
