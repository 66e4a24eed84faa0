using Guidon.Contracts.Transfer;

namespace Guidon.Transfer.Flagsmith;

/// <summary>A feature of a living server.</summary>
/// <param name="Id">There.</param>
/// <param name="Part">In the file.</param>
/// <param name="OptionIds">Ids of its variants there, in order.</param>
internal sealed record ApiFeature(int Id, FeaturePart Part, IReadOnlyList<int> OptionIds);
