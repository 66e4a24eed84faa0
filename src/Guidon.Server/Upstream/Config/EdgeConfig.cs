namespace Guidon.Server.Upstream.Config;

/// <summary>
/// What an edge is told: the official edge proxy's <c>config.json</c> and environment variables, and three keys of ours beside them
/// (<c>destinations</c>, <c>realtime_url</c>, <c>api_document_bytes_max</c>). Read by <see cref="EdgeConfigReader"/>.
/// </summary>
internal sealed record EdgeConfig
{
    /// <summary>At least one; client-side keys differ.</summary>
    internal required IReadOnlyList<KeyPair> KeyPairs { get; init; }

    /// <summary>The upstream's API, ending with a slash. Default the hosted one.</summary>
    internal required Uri ApiUrl { get; init; }

    /// <summary>From one poll of an environment to the next, before jitter. Default 10 s.</summary>
    internal required TimeSpan PollEvery { get; init; }

    /// <summary>Longest silence of the upstream within a request. Default 5 s.</summary>
    internal required TimeSpan Timeout { get; init; }

    /// <summary>Per environment, before documents count as stale; <see langword="null"/> when they never do. Default 30 s.</summary>
    internal required TimeSpan? Grace { get; init; }

    /// <summary>Origins of browsers that may call; <c>*</c> for any. Default any.</summary>
    internal required IReadOnlyList<string> AllowOrigins { get; init; }

    /// <summary>Where to listen unless <c>--urls</c> says otherwise. Default <c>http://0.0.0.0:8000</c>.</summary>
    internal required string ListenUrl { get; init; }

    /// <summary>The least severe that is logged. Default Information.</summary>
    internal required LogLevel LogLevel { get; init; }

    /// <summary>Whether the log is JSON, one object a line. Default false.</summary>
    internal required bool JsonLog { get; init; }

    /// <summary>May be empty.</summary>
    internal required IReadOnlyList<DeclaredDestination> Destinations { get; init; }

    /// <summary>Base of the realtime service, ending with a slash; <see langword="null"/> when the configuration switches it off.</summary>
    internal required Uri? RealtimeUrl { get; init; }

    /// <summary>True when the configuration itself names the realtime service: then it is listened to whatever documents say.</summary>
    internal required bool RealtimeAlways { get; init; }

    /// <summary>Bytes of one document, all its pages together, unpacked. Default 256 MiB.</summary>
    internal required long DocumentBytesMax { get; init; }

    /// <summary>Keys that nobody reads or that do nothing here, each a sentence to be said once.</summary>
    internal required IReadOnlyList<string> Notes { get; init; }
}
