using Guidon.Evaluation;
using Guidon.Server.Edge;

namespace Guidon.Server.Tests.Edge;

/// <summary>Each request asks the list of its traits once per stored trait.</summary>
public sealed class TraitListTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    public void Looking_up_a_key_allocates_nothing(int count)
    {
        var traits = Of(count);
        var keys = Enumerable.Range(0, count + 1).Select(i => $"key {i}").ToArray();
        foreach (var key in keys) traits.IndexOf(key);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var sum = 0;
        foreach (var key in keys) sum += traits.IndexOf(key);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal((count * (count - 1) / 2) - 1, sum);   // every key in its place, the last one absent
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    public void A_repeated_key_keeps_its_place_and_takes_the_last_value(int count)
    {
        var traits = Of(count);

        traits.Set(new Trait("key 3", TraitValue.Text("new"), Transient: true));

        Assert.Equal(count, traits.Items.Count);
        Assert.Equal(TraitValue.Text("new"), traits.Span[3].Value);
        Assert.Equal(3, traits.IndexOf("key 3"));
    }

    private static TraitList Of(int count)
    {
        var traits = new TraitList();
        for (var i = 0; i < count; i++) traits.Set(new Trait($"key {i}", TraitValue.Text($"value {i}"), Transient: false));
        return traits;
    }
}
