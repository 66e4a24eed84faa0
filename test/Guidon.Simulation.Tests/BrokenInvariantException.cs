namespace Guidon.Simulation.Tests;

/// <summary>Something was so that must never be.</summary>
internal sealed class BrokenInvariantException(string what) : Exception(what);
