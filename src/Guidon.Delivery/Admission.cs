namespace Guidon.Delivery;

/// <summary>What became of one event at the door of a window.</summary>
/// <param name="Pending">The event, waiting or settled already; <see langword="null"/> when the mapper threw.</param>
/// <param name="MapperError">What it threw, in one line for the owner; <see langword="null"/> otherwise.</param>
/// <param name="Trace">The whole of it, for whoever mends the mapper; <see langword="null"/> otherwise.</param>
internal readonly record struct Admission(PendingEvent? Pending, string? MapperError, string? Trace);
