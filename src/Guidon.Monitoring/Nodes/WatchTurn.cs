namespace Guidon.Monitoring.Nodes;

/// <summary>What one look found out about the nodes.</summary>
/// <param name="IsHeld">Whether this node has the watch.</param>
/// <param name="Looks">How often whoever had the watch has looked; two equal numbers say that nobody did meanwhile.</param>
/// <param name="Others">The reports of the other living nodes.</param>
/// <param name="Lost">Names of nodes that stopped without a word within the hour, and for which none has started since.</param>
public sealed record WatchTurn(bool IsHeld, long Looks, IReadOnlyList<NodeReport> Others, IReadOnlyList<string> Lost);
