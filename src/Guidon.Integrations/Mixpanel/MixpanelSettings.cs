using Guidon.Integrations.Common;

namespace Guidon.Integrations.Mixpanel;

/// <summary>The settings of one Mixpanel destination.</summary>
/// <param name="Token">The project's token: in the body for profiles, as the user of Basic for events.</param>
/// <param name="Engage">Where profiles go.</param>
/// <param name="Import">Where events go, whatever their age.</param>
/// <param name="SendEvents">Whether an event <c>Flags Evaluated</c> goes beside each profile update.</param>
/// <param name="HashesLongIds">Whether identifiers beyond the limit are hashed instead of parked.</param>
/// <param name="Rules">Limits and the chosen mapping of values.</param>
internal sealed record MixpanelSettings(string Token, Uri Engage, Uri Import, bool SendEvents, bool HashesLongIds, PropertyRules Rules);
