namespace Guidon.Monitoring.Series;

/// <summary>
/// Durations in buckets whose bounds grow by 2 %, so that every quantile is within 1 % of a value that was added, and sketches of minutes,
/// destinations and nodes can be merged without loss: a quantile of the sum, never a mean of quantiles.
/// </summary>
/// <remarks>
/// Bounded: 0.1 ms to about 115 days in at most 1,267 buckets; what is shorter counts as 0.1 ms, what is longer as the last bucket. After the
/// published idea of DDSketch (Masson, Rim, Lee, 2019). Not for several threads at a time.
/// </remarks>
public sealed class QuantileSketch
{
    /// <summary>How far a quantile may be from the truth, relatively.</summary>
    public const double ErrorMax = 0.01;

    private const double SecondsMin = 0.0001;
    private const double SecondsMax = 10_000_000;
    private const byte Format = 1;

    private static readonly double s_gamma = (1 + ErrorMax) / (1 - ErrorMax);
    private static readonly double s_logGamma = Math.Log(s_gamma);

    private readonly SortedDictionary<int, long> _buckets = [];

    /// <summary>Values added.</summary>
    public long Count { get; private set; }

    /// <summary>Counts one duration.</summary>
    /// <param name="seconds">Below 0, which a clock that was set back can bring, counts as the shortest.</param>
    public void Add(double seconds) => Add(IndexOf(Math.Clamp(double.IsNaN(seconds) ? 0 : seconds, SecondsMin, SecondsMax)), 1);

    /// <summary>Counts everything that another one counted.</summary>
    public void Merge(QuantileSketch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (var (index, count) in other._buckets) Add(index, count);
    }

    /// <summary>The value at a rank, in seconds; <see langword="null"/> when nothing was added.</summary>
    /// <param name="share">0 to 1; 0.99 for p99.</param>
    public double? Quantile(double share)
    {
        if (Count == 0) return null;
        var rank = (long)Math.Floor(Math.Clamp(share, 0, 1) * (Count - 1));
        var seen = 0L;
        foreach (var (index, count) in _buckets)
        {
            seen += count;
            if (seen > rank) return 2 * Math.Pow(s_gamma, index) / (s_gamma + 1);
        }

        return null;
    }

    /// <summary>A compact form: a version, then each bucket that is not empty as its distance from the one before and its count.</summary>
    public byte[] Encode()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Format);
        var previous = 0;
        foreach (var (index, count) in _buckets)
        {
            writer.Write7BitEncodedInt(index - previous);
            writer.Write7BitEncodedInt64(count);
            previous = index;
        }

        return bytes.ToArray();
    }

    /// <summary>Reads what <see cref="Encode"/> wrote. Damaged bytes give what could be read: a figure for people is no reason to stop.</summary>
    public static QuantileSketch Decode(ReadOnlySpan<byte> bytes)
    {
        var sketch = new QuantileSketch();
        if (bytes.Length == 0 || bytes[0] != Format) return sketch;
        using var reader = new BinaryReader(new MemoryStream(bytes[1..].ToArray()));
        try
        {
            for (var index = 0; reader.BaseStream.Position < reader.BaseStream.Length;)
            {
                index += reader.Read7BitEncodedInt();
                var count = reader.Read7BitEncodedInt64();
                if (count > 0 && index >= IndexOf(SecondsMin) && index <= IndexOf(SecondsMax)) sketch.Add(index, count);
            }
        }
        catch (Exception error) when (error is EndOfStreamException or FormatException)
        {
            return sketch;   // cut off
        }

        return sketch;
    }

    private static int IndexOf(double seconds) => (int)Math.Ceiling(Math.Log(seconds) / s_logGamma);

    private void Add(int index, long count)
    {
        _buckets[index] = _buckets.GetValueOrDefault(index) + count;
        Count += count;
    }
}
