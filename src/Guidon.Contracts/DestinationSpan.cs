namespace Guidon.Contracts;

/// <summary>What happened at one destination.</summary>
/// <param name="Destination">Its id.</param>
/// <param name="Total">In the window that was asked for.</param>
public sealed record DestinationSpan(int Destination, SeriesSpan Total);
