namespace Guidon.Monitoring.Nodes;

/// <summary>What a node knows of a destination and the database does not.</summary>
/// <param name="Id">The destination's.</param>
/// <param name="LastProblem">A code; <see langword="null"/> when the last attempt delivered, or there was none.</param>
/// <param name="CertificateEndsAt">When its client certificate ends; <see langword="null"/> without one.</param>
/// <param name="CanaryThrew">Whether this node's mapper threw at the marked event.</param>
public sealed record DestinationNote(int Id, string? LastProblem, DateTimeOffset? CertificateEndsAt, bool CanaryThrew);
