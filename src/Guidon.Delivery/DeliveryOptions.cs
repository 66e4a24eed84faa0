using System.ComponentModel.DataAnnotations;

namespace Guidon.Delivery;

/// <summary>How events leave the house. Section <c>Delivery</c> of the configuration.</summary>
public sealed record DeliveryOptions
{
    /// <summary>
    /// Networks that may be called although they are private, and over plain http, in CIDR form, for example <c>10.1.0.0/16</c>.
    /// Default none.
    /// </summary>
    [Networks] public IReadOnlyList<string> AllowedNetworks { get; init; } = [];

    /// <summary>Ports that may be called on public addresses; on allowed networks every port may. Default 443, 80, 8443.</summary>
    public IReadOnlyList<int> AllowedPorts { get; init; } = [443, 80, 8443];

    /// <summary>Seconds to look up a name and connect. Default 5.</summary>
    [Range(1, 60)] public int ConnectTimeoutSeconds { get; init; } = 5;

    /// <summary>Seconds for a whole attempt, connecting and reading the answer included. Default 15.</summary>
    [Range(1, 120)] public int RequestTimeoutSeconds { get; init; } = 15;

    /// <summary>Seconds for sending one e-mail, connecting included. Default 30: mail servers let strangers wait on purpose.</summary>
    [Range(1, 300)] public int MailTimeoutSeconds { get; init; } = 30;

    /// <summary>Bytes of an answer that are read; the connection is dropped when there are more. Default 64 KiB.</summary>
    [Range(1_024, 1_048_576)] public int AnswerBytesMax { get; init; } = 64 * 1_024;

    /// <summary>Requests in flight per destination, where the integration allows several. Default 8; each costs one connection.</summary>
    [Range(1, 256)] public int RequestsMax { get; init; } = 8;

    /// <summary>Events per destination that are held in memory behind its cursor. Default 10,000.</summary>
    [Range(100, 100_000)] public int WindowEventsMax { get; init; } = 10_000;

    /// <summary>Bytes of mapped records per destination that are held in memory. Default 16 MiB, plus at most one event.</summary>
    [Range(1_048_576, 1_073_741_824)] public int WindowBytesMax { get; init; } = 16 * 1_024 * 1_024;

    /// <summary>Seconds under which the first retry happens, at random. Default 1; doubles with each failure.</summary>
    [Range(1, 60)] public int RetryFirstSeconds { get; init; } = 1;

    /// <summary>Seconds under which every retry happens. Default 60, so that a mended receiver drains within a minute.</summary>
    [Range(1, 3_600)] public int RetryLongestSeconds { get; init; } = 60;

    /// <summary>Seconds that a receiver's Retry-After may ask for before it is asked again. Default one hour.</summary>
    [Range(1, 86_400)] public int RetryAfterLongestSeconds { get; init; } = 3_600;

    /// <summary>Seconds between two probes of a held destination. Default 60.</summary>
    [Range(1, 3_600)] public int ProbeSeconds { get; init; } = 60;

    /// <summary>Seconds between two looks for changed destinations and new events; both are signalled as well. Default 3.</summary>
    [Range(1, 60)] public int ReloadSeconds { get; init; } = 3;

    /// <summary>Seconds between two readings of the ledgers for the metrics. Default 10.</summary>
    [Range(1, 300)] public int LedgerSeconds { get; init; } = 10;

    /// <summary>Seconds that requests in flight get to end when a pump stops. Default 5.</summary>
    [Range(0, 60)] public int StopSeconds { get; init; } = 5;
}
