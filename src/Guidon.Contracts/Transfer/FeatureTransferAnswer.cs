namespace Guidon.Contracts.Transfer;

/// <summary>An export or import of one environment's features in Flagsmith's own file format. It is done when it is answered.</summary>
/// <param name="Id">Above 0.</param>
/// <param name="Name">For people.</param>
/// <param name="EnvironmentId">The environment.</param>
/// <param name="Status">Always <c>SUCCESS</c>: what fails is refused and leaves no record.</param>
/// <param name="Strategy">Of an import: <c>SKIP</c> or <c>OVERWRITE_DESTRUCTIVE</c>.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record FeatureTransferAnswer(int Id, string Name, int EnvironmentId, string Status, string? Strategy, DateTime CreatedAt);
