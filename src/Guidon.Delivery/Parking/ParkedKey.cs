using System.Globalization;

namespace Guidon.Delivery.Parking;

/// <summary>Names one parked event. Ordered by destination, then sequence, which is the order of every list.</summary>
/// <param name="DestinationId">The destination that could not take it.</param>
/// <param name="Sequence">The event's position in the log.</param>
public readonly record struct ParkedKey(int DestinationId, long Sequence)
{
    /// <summary>As people and URLs write it: <c>3-1817</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{DestinationId}-{Sequence}");

    /// <summary>Reads what <see cref="ToString"/> wrote; <see langword="null"/> for anything else.</summary>
    public static ParkedKey? Parse(string? text)
    {
        var dash = text?.IndexOf('-', StringComparison.Ordinal) ?? -1;
        if (dash < 0) return null;
        var isKey = int.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var destination)
            & long.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence);
        return isKey ? new ParkedKey(destination, sequence) : null;
    }
}
