namespace Guidon.Delivery.Replays;

/// <summary>What <see cref="MapperFirewall"/> found.</summary>
/// <param name="Mapped">Events that were mapped, once per destination.</param>
/// <param name="Compared">Those of them that a kept attempt could be compared with.</param>
/// <param name="Findings">What differs, or cannot be mapped.</param>
public sealed record MapperComparison(long Mapped, long Compared, IReadOnlyList<MapperFinding> Findings);
