using Guidon.Delivery.Settings;

namespace Guidon.Delivery;

/// <summary>What one destination may be sent: requests in flight, requests and records a second. A replay gets at most half of each.</summary>
internal sealed class DestinationBudget
{
    private readonly RateBudget _requests;
    private readonly RateBudget _records;
    private readonly RateBudget _replayedRequests;
    private readonly RateBudget _replayedRecords;

    /// <param name="limits">The receiver's own limits, which settings may only lower.</param>
    /// <param name="options">The operator's limits.</param>
    /// <param name="values">The destination's settings.</param>
    internal DestinationBudget(IntegrationLimits limits, DeliveryOptions options, SettingsValues values)
    {
        RequestsMax = Math.Min(
            Math.Min(limits.RequestsMax, options.RequestsMax), DeliveryFields.Number(values, DeliveryFields.RequestsInFlight) ?? int.MaxValue);
        var requests = Lower(limits.RequestsPerSecondMax, DeliveryFields.Number(values, DeliveryFields.RequestsPerSecond));
        var records = Lower(limits.RecordsPerSecondMax, DeliveryFields.Number(values, DeliveryFields.RecordsPerSecond));
        (_requests, _records) = (new RateBudget(requests), new RateBudget(records));
        (_replayedRequests, _replayedRecords) = (new RateBudget(requests / 2), new RateBudget(records / 2));
    }

    /// <summary>Requests in flight.</summary>
    internal int RequestsMax { get; }

    /// <summary>When the next request may start; not after <paramref name="now"/> when it may now.</summary>
    internal DateTimeOffset FreeAt(DateTimeOffset now, bool isReplay)
    {
        var at = Later(_requests.FreeAt(now), _records.FreeAt(now));
        return isReplay ? Later(at, Later(_replayedRequests.FreeAt(now), _replayedRecords.FreeAt(now))) : at;
    }

    internal void Take(DateTimeOffset now, Batch batch, bool isReplay)
    {
        _requests.Take(now, batch.Requests);
        _records.Take(now, batch.Records.Length);
        if (!isReplay) return;
        _replayedRequests.Take(now, batch.Requests);
        _replayedRecords.Take(now, batch.Records.Length);
    }

    private static double? Lower(double? limit, int? setting) => setting < limit || limit is null ? setting : limit;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
