using Guidon.Contracts;

namespace Guidon.Dashboard.Organisation;

/// <summary>The chosen organisation and the others of the person.</summary>
/// <param name="Chosen">How it is set; <see langword="null"/> for who belongs to none.</param>
/// <param name="Name">What was written for a new one.</param>
public sealed record OrganisationView(OrganisationAnswer? Chosen, string Name);
