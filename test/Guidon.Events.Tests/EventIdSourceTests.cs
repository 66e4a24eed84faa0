namespace Guidon.Events.Tests;

public sealed class EventIdSourceTests
{
    [Fact]
    public void Ids_are_version_7_with_the_time_in_front_and_36_characters_of_text()
    {
        var clock = new ManualClock(Some.Time);

        var id = new EventIdSource(clock, new Random(1)).Next();

        Assert.Equal((7, 0x8), (id.Version, id.Variant & 0xC));
        Assert.Equal(Some.Time.ToUnixTimeMilliseconds(), Convert.ToInt64(id.ToString("N")[..12], 16));
        Assert.Equal(36, id.ToString().Length);
    }

    [Fact]
    [Trait("Row", "CAP-19")]
    public void Ids_sort_by_creation_also_when_the_clock_stands_still_or_goes_back()
    {
        var clock = new ManualClock(Some.Time);
        var ids = new EventIdSource(clock, new Random(1));
        var made = new List<string>();

        for (var i = 0; i < 20_000; i++)
        {
            if (i % 5_000 == 4_999) clock.Now -= TimeSpan.FromMinutes(1);
            made.Add(ids.Next().ToString());
        }

        Assert.Equal(made.Order(StringComparer.Ordinal), made);
        Assert.Equal(made.Count, made.Distinct().Count());
    }

    [Fact]
    public void Parallel_callers_never_get_the_same_id()
    {
        var ids = new EventIdSource(new ManualClock(Some.Time), new Random(1));
        var made = new Guid[40_000];

        Parallel.For(0, made.Length, i => made[i] = ids.Next());

        Assert.Equal(made.Length, made.Distinct().Count());
    }

    [Fact]
    public void Equal_seeds_give_equal_ids()
    {
        var clock = new ManualClock(Some.Time);

        Assert.Equal(new EventIdSource(clock, new Random(7)).Next(), new EventIdSource(clock, new Random(7)).Next());
    }
}
