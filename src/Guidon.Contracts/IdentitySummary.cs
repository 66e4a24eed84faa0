namespace Guidon.Contracts;

/// <summary>A stored identity.</summary>
/// <param name="Id">Above 0.</param>
/// <param name="Identifier">As the application sends it.</param>
/// <param name="Environment">Id of the environment.</param>
/// <param name="CreatedDate">UTC.</param>
public sealed record IdentitySummary(long Id, string Identifier, int Environment, DateTime CreatedDate);
