using CsCheck;
using Guidon.Monitoring.Series;

namespace Guidon.Monitoring.Tests;

public sealed class QuantileSketchTests
{
    private static readonly double[] s_shares = [0, 0.01, 0.5, 0.9, 0.95, 0.99, 0.999, 1];

    [Fact]
    public void Every_quantile_is_within_one_percent_of_a_value_that_was_added() =>
        Gen.Double[0.0002, 9_000_000].Array[1, 400].Sample(values =>
        {
            var sketch = new QuantileSketch();
            foreach (var value in values) sketch.Add(value);
            foreach (var share in s_shares) AssertClose(Truth(values, share), sketch.Quantile(share));
        });

    [Fact]
    [Trait("Row", "M08")]
    [Trait("Row", "MON-09")]
    public void The_merged_p99_of_eight_nodes_is_within_one_percent_of_the_truth_and_the_mean_of_p99s_is_not()
    {
        const int Seed = 20230607;
        var random = new Random(Seed);
        // One busy node is slow now and then, seven idle ones are fast: the usual case, and the one that a mean describes worst.
        var nodes = Enumerable.Range(0, 8).Select(node => Values(random, node == 0 ? 40_000 : 400, node == 0 ? 0.2 : 0.0, slow: 30)).ToArray();
        var sketches = nodes.Select(Sketch).ToArray();

        var merged = new QuantileSketch();
        foreach (var sketch in sketches) merged.Merge(QuantileSketch.Decode(sketch.Encode()));

        var all = nodes.SelectMany(node => node).ToArray();
        var truth = Truth(all, 0.99);
        Assert.Equal(all.Length, merged.Count);
        AssertClose(truth, merged.Quantile(0.99));
        AssertClose(Truth(all, 0.999), merged.Quantile(0.999));
        var mean = sketches.Average(sketch => sketch.Quantile(0.99)!.Value);
        Assert.True(Math.Abs(mean - truth) > 0.3 * truth, $"seed {Seed}: mean of p99 {mean}, truth {truth}");
    }

    [Fact]
    public void A_sketch_is_read_back_as_it_was_and_stays_small_whatever_is_added()
    {
        var sketch = new QuantileSketch();
        for (var i = 0; i < 200_000; i++) sketch.Add(Math.Exp((i % 2_000) / 40.0 - 20));
        sketch.Add(-1);
        sketch.Add(double.NaN);
        sketch.Add(double.PositiveInfinity);

        var bytes = sketch.Encode();
        var back = QuantileSketch.Decode(bytes);

        Assert.InRange(bytes.Length, 1, 6_000);
        Assert.Equal(sketch.Count, back.Count);
        Assert.All(s_shares, share => Assert.Equal(sketch.Quantile(share), back.Quantile(share)));
    }

    [Fact]
    public void Damaged_bytes_give_what_can_be_read_and_nothing_gives_nothing()
    {
        var sketch = Sketch([0.1, 0.2, 0.3]);

        Gen.Byte.Array[0, 60].Sample(bytes => Assert.InRange(QuantileSketch.Decode(bytes).Count, 0, long.MaxValue));
        Assert.InRange(QuantileSketch.Decode(sketch.Encode().AsSpan(..^1)).Count, 0, 3);
        Assert.Null(new QuantileSketch().Quantile(0.5));
    }

    private static double[] Values(Random random, int count, double slowShare, double slow) =>
        [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() < slowShare ? slow * (1 + random.NextDouble()) : 0.02 + (0.03 * random.NextDouble()))];

    private static QuantileSketch Sketch(double[] values)
    {
        var sketch = new QuantileSketch();
        foreach (var value in values) sketch.Add(value);
        return sketch;
    }

    private static double Truth(double[] values, double share) => values.Order().ElementAt((int)Math.Floor(share * (values.Length - 1)));

    private static void AssertClose(double truth, double? found) =>
        Assert.InRange(found!.Value, truth * (1 - QuantileSketch.ErrorMax - 1e-9), truth * (1 + QuantileSketch.ErrorMax + 1e-9));
}
