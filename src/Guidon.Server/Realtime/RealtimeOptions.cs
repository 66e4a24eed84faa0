using System.ComponentModel.DataAnnotations;

namespace Guidon.Server.Realtime;

/// <summary>How changes are pushed to listening SDKs. Section <c>Realtime</c> of the configuration.</summary>
internal sealed record RealtimeOptions
{
    /// <summary>
    /// Seconds after which a stream is closed in good order, give or take a tenth so that streams opened together do not end together.
    /// Default 30: one SDK acts only when its stream ends, the others reconnect at once.
    /// </summary>
    [Range(1, 86_400)] public int LifetimeSeconds { get; init; } = 30;

    /// <summary>Seconds of silence after which a comment is sent, so that no proxy takes the stream for dead. Default 15.</summary>
    [Range(1, 3_600)] public int KeepAliveSeconds { get; init; } = 15;

    /// <summary>Seconds in which a subscriber must take what was sent to it; a slower one is cut off and counted. Default 10.</summary>
    [Range(1, 300)] public int WriteSecondsMax { get; init; } = 10;

    /// <summary>Streams of this node at the same time; one more is answered 503. Default 20,000; each costs about 10 KiB and a file handle.</summary>
    [Range(1, 1_000_000)] public int SubscribersMax { get; init; } = 20_000;
}
