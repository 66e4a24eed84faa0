using Guidon.Flags;
using Guidon.Server.Upstream.Config;

namespace Guidon.Server.Upstream;

/// <summary>One environment of the configuration for as long as the process runs.</summary>
/// <param name="id">Its id in this installation; the upstream's own stands in the document.</param>
/// <param name="keys">Both keys.</param>
/// <param name="serverKeyHash">The server-side key as it is looked up.</param>
/// <param name="registry">Where its live form is found.</param>
internal sealed class UpstreamEnvironment(int id, KeyPair keys, string serverKeyHash, EnvironmentRegistry registry)
{
    private static readonly TimeSpan s_clocksApart = TimeSpan.FromMinutes(1);   // no clock is quite right

    private UpstreamStatus _status = new(null, "not asked yet");   // written by the one poller, read by health checks: Volatile, no lock

    internal int Id => id;

    internal KeyPair Keys => keys;

    internal IReadOnlyList<StoredServerKey> ServerKeys { get; } = [new StoredServerKey(serverKeyHash, Active: true, ExpiresAt: null)];

    /// <summary>What is served; <see langword="null"/> until there is a first document, from disk or from the upstream.</summary>
    internal LiveEnvironment? Live => registry.States.GetValueOrDefault(id)?.Current;

    /// <summary>The date of what is served; <see langword="null"/> when there is nothing, or its date lies ahead of our clock and so says nothing about what comes after it.</summary>
    internal DateTimeOffset? ServedAsOf(DateTimeOffset now) => Live?.Document.UpdatedAt is { } date && date <= now + s_clocksApart ? date : null;

    internal UpstreamStatus Status => Volatile.Read(ref _status);

    internal void Report(UpstreamStatus status) => Volatile.Write(ref _status, status);
}
