namespace Guidon.Delivery.Settings;

/// <summary>What came out of a check: values to keep, or everything that is wrong.</summary>
/// <param name="Values">Complete, defaults filled in; <see langword="null"/> when there are errors.</param>
/// <param name="Errors">Empty when there are values.</param>
public sealed record CheckedSettings(SettingsValues? Values, SettingsErrors Errors);
