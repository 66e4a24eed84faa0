namespace Guidon.Delivery.Doubts;

/// <summary>What attempts of earlier pumps left behind a destination's cursor.</summary>
/// <param name="Doubts">Events of which nobody knows whether the receiver has them: sequence → since when, UTC.</param>
/// <param name="Told">Events whose state the receiver has.</param>
public sealed record EarlierAttempts(IReadOnlyDictionary<long, DateTimeOffset> Doubts, IReadOnlySet<long> Told);
