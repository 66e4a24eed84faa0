namespace Guidon.Delivery;

/// <summary>What the next batch may hold.</summary>
/// <param name="EventsMax">Events; below the integration's limit while a refused record is being isolated.</param>
/// <param name="RecordsMax">Records.</param>
/// <param name="BytesMax">Bytes of records; a single larger event still goes, alone.</param>
internal readonly record struct BatchLimits(int EventsMax, int RecordsMax, int BytesMax);
