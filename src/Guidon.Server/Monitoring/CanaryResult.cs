namespace Guidon.Server.Monitoring;

/// <summary>What marked events found out about one destination.</summary>
/// <param name="Misses">Lost in a row.</param>
/// <param name="Threw">Whether the mapper threw at the last one.</param>
/// <param name="Reason">What the last one was lost with; empty when it arrived.</param>
internal sealed record CanaryResult(int Misses, bool Threw, string Reason)
{
    internal static CanaryResult Unknown { get; } = new(0, Threw: false, "");
}
