using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Guidon.Contracts;

namespace Guidon.Server.Management.Auth;

/// <summary>So many requests a minute of one network, to endpoints that let everybody in. In memory: each node counts for itself.</summary>
internal sealed class NetworkThrottle(int perMinute) : IDisposable
{
    private readonly PartitionedRateLimiter<IPNetwork> _limiter = PartitionedRateLimiter.Create<IPNetwork, IPNetwork>(network =>
        RateLimitPartition.GetFixedWindowLimiter(network, _ => new FixedWindowRateLimiterOptions { PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1) }));

    /// <summary>An endpoint that is asked by those who have no credential yet.</summary>
    internal Operation Open(Func<HttpContext, Task> endpoint) => ManagementAccess.Open(endpoint, FilterAsync);

    public void Dispose() => _limiter.Dispose();

    private async Task FilterAsync(HttpContext http, Func<HttpContext, Task> endpoint)
    {
        using var lease = _limiter.AttemptAcquire(ClientNetwork.Of(http));
        if (lease.IsAcquired) await endpoint(http);
        else await RefuseAsync(http, WaitOf(lease));
    }

    internal static TimeSpan WaitOf(RateLimitLease lease) => lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromMinutes(1);

    /// <summary>429: the next attempt counts after the wait.</summary>
    internal static Task RefuseAsync(HttpContext http, TimeSpan wait)
    {
        var seconds = (int)Math.Ceiling(Math.Max(1, wait.TotalSeconds));
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Answers.DetailAsync(
            http, StatusCodes.Status429TooManyRequests, ErrorCodes.Throttled, $"Request was throttled. Expected available in {seconds} seconds.");
    }
}
