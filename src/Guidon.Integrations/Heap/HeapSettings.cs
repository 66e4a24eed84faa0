namespace Guidon.Integrations.Heap;

/// <summary>The settings of one Heap destination.</summary>
/// <param name="AppId">The app; the only credential, travels in the body.</param>
/// <param name="Address">The track endpoint of the app's region.</param>
/// <param name="RawBooleans">Whether booleans travel as such.</param>
/// <param name="HashesLongIds">Whether identifiers beyond the limit are hashed instead of parked.</param>
internal sealed record HeapSettings(string AppId, Uri Address, bool RawBooleans, bool HashesLongIds);
