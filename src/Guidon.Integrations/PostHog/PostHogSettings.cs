namespace Guidon.Integrations.PostHog;

/// <summary>The settings of one PostHog destination.</summary>
/// <param name="ApiKey">The project's key; travels in the body.</param>
/// <param name="Address">The batch endpoint of the project's region.</param>
/// <param name="SendEvents">Whether an event <c>Flags Evaluated</c> goes beside each profile update.</param>
/// <param name="HashesLongIds">Whether identifiers beyond the limit are hashed instead of parked.</param>
internal sealed record PostHogSettings(string ApiKey, Uri Address, bool SendEvents, bool HashesLongIds);
