namespace Guidon.Storage;

/// <summary>What a first start created.</summary>
/// <param name="OrganisationId">The organisation.</param>
/// <param name="AdminId">The administrator.</param>
/// <param name="EnvironmentId">The sample project's environment; <see langword="null"/> without the sample project.</param>
public sealed record FirstStartOutcome(int OrganisationId, int AdminId, int? EnvironmentId);
