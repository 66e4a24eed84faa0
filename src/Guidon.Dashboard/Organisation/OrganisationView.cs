using Guidon.Contracts;

namespace Guidon.Dashboard.Organisation;

/// <summary>The chosen organisation and the others of the person.</summary>
/// <param name="Chosen">How it is set, or what somebody just sent and was refused; <see langword="null"/> for who belongs to none.</param>
/// <param name="Name">What was written for a new one.</param>
/// <param name="Problem">What was not done; <see langword="null"/> when nothing went wrong.</param>
/// <param name="SettingsMark">Names what is stored of the settings.</param>
public sealed record OrganisationView(OrganisationAnswer? Chosen, string Name, string? Problem, string SettingsMark);
