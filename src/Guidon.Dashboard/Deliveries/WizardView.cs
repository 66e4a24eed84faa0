using Guidon.Contracts;

namespace Guidon.Dashboard.Deliveries;

/// <summary>A replay before it starts: first the order, then exactly what it would do.</summary>
/// <param name="Destination">Where events would go.</param>
/// <param name="Title">The destination's name for people.</param>
/// <param name="Order">What was asked for.</param>
/// <param name="Preview">What it would do; null before it was counted.</param>
/// <param name="Problem">Why it could not be counted or started.</param>
public sealed record WizardView(int Destination, string Title, ReplayOrder Order, ReplayDryRunAnswer? Preview, string? Problem);
