using Guidon.Contracts.Transfer;

namespace Guidon.Transfer;

/// <summary>What a foreign file became.</summary>
/// <param name="Files">One for each of its projects.</param>
/// <param name="Losses">What they do not carry, in the order of the source.</param>
public sealed record Conversion(IReadOnlyList<ProjectFile> Files, IReadOnlyList<Loss> Losses);
