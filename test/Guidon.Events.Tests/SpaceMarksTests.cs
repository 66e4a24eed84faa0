using Guidon.Events.Retention;

namespace Guidon.Events.Tests;

public sealed class SpaceMarksTests
{
    private const long Gigabyte = 1L << 30;

    private readonly SpaceMarks _marks = new();

    [Theory]
    [InlineData(50, 100, SpaceLevel.Enough)]
    [InlineData(9, 100, SpaceLevel.Scarce)]
    [InlineData(1, 100, SpaceLevel.Scarce)]
    [InlineData(0, 100, SpaceLevel.Exhausted)]
    [InlineData(20, 10_000, SpaceLevel.Enough)]
    [InlineData(2, 10_000, SpaceLevel.Scarce)]
    public void A_level_is_reached_when_share_and_amount_are_undercut(long usable, long total, SpaceLevel level) =>
        Assert.Equal(level, _marks.LevelOf(new VolumeSpace(usable * Gigabyte, total * Gigabyte), SpaceLevel.Enough));

    [Fact]
    public void It_takes_a_quarter_more_to_leave_a_level()
    {
        var space = new VolumeSpace(11 * Gigabyte, 100 * Gigabyte);

        Assert.Equal(SpaceLevel.Enough, _marks.LevelOf(space, SpaceLevel.Enough));
        Assert.Equal(SpaceLevel.Scarce, _marks.LevelOf(space, SpaceLevel.Scarce));
        Assert.Equal(SpaceLevel.Enough, _marks.LevelOf(new VolumeSpace(13 * Gigabyte, 100 * Gigabyte), SpaceLevel.Scarce));
    }
}
