namespace Guidon.Contracts;

/// <summary>The last that a provider said of a feature.</summary>
/// <param name="Id">Above 0.</param>
/// <param name="CreatedAt">UTC; since when it is so.</param>
/// <param name="Environment">Id; null for all of the project.</param>
/// <param name="Feature">Id.</param>
/// <param name="ProviderName">The format that it sent, as <c>Webhook</c>.</param>
/// <param name="Reason">For people; null for none.</param>
/// <param name="Type"><c>UNHEALTHY</c> or <c>HEALTHY</c>.</param>
public sealed record HealthEventAnswer(int Id, DateTime CreatedAt, int? Environment, int Feature, string ProviderName, HealthReason? Reason, string Type);
