using Guidon.Delivery;
using Guidon.Delivery.Settings;

namespace Guidon.Server.Management.Transfers;

/// <summary>A receiver of a file whose settings are whole.</summary>
/// <param name="Environment">Whose it is.</param>
/// <param name="Integration">Its kind.</param>
/// <param name="Values">Its settings, in clear.</param>
internal sealed record CheckedReceiver(WantedEnvironment Environment, Integration Integration, SettingsValues Values);
