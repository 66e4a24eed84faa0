namespace Guidon.Server.Upstream;

/// <summary>How one environment stands with its upstream. Replaced whole by its poller, read by health checks.</summary>
/// <param name="LastSuccess">When the upstream last gave or confirmed what is served, UTC; <see langword="null"/> when it has not yet done so in this process.</param>
/// <param name="Problem">Why the last poll changed nothing; <see langword="null"/> when it succeeded.</param>
internal sealed record UpstreamStatus(DateTimeOffset? LastSuccess, string? Problem);
