using Guidon.Monitoring.Rules;

namespace Guidon.Monitoring.Nodes;

/// <summary>What a node tells the one that has the watch.</summary>
/// <param name="Reading">The node itself.</param>
/// <param name="Destinations">What only the node that pumps a destination knows of it.</param>
public sealed record NodeReport(NodeReading Reading, IReadOnlyList<DestinationNote> Destinations);
