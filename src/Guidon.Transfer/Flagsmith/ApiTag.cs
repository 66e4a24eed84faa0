using Guidon.Contracts.Transfer;

namespace Guidon.Transfer.Flagsmith;

/// <summary>A tag of a living server.</summary>
/// <param name="Id">There.</param>
/// <param name="Part">In the file.</param>
internal sealed record ApiTag(int Id, TagPart Part);
