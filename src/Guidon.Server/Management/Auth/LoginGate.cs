using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Guidon.Contracts;

namespace Guidon.Server.Management.Auth;

/// <summary>Slows those down who guess: so many attempts per network address and minute, and a pause after too many wrong passwords.</summary>
internal sealed class LoginGate(AccessOptions options, TimeProvider time) : IDisposable
{
    private readonly PartitionedRateLimiter<IPAddress> _limiter = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address =>
        RateLimitPartition.GetFixedWindowLimiter(address, _ => new FixedWindowRateLimiterOptions { PermitLimit = options.LoginsPerMinute, Window = TimeSpan.FromMinutes(1) }));

    private readonly LoginLocks _locks = new(options.FailuresMax, TimeSpan.FromMinutes(options.LockMinutes), time);

    /// <summary>An endpoint that is asked by people who are not signed in.</summary>
    internal Operation Throttled(Func<HttpContext, Task> endpoint) => ManagementAccess.Open(endpoint, FilterAsync);

    private async Task FilterAsync(HttpContext http, Func<HttpContext, Task> endpoint)
    {
        using var lease = _limiter.AttemptAcquire(AddressOf(http));
        if (lease.IsAcquired) await endpoint(http);
        else await RefuseAsync(http, lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromMinutes(1));
    }

    /// <returns>True after 429 was sent: too many wrong passwords before this one.</returns>
    internal async Task<bool> IsLockedAsync(HttpContext http, string email)
    {
        if (_locks.Wait(Who(http, email)) is not { } wait) return false;
        await RefuseAsync(http, wait);
        return true;
    }

    internal void Failed(HttpContext http, string email) => _locks.Failed(Who(http, email));

    internal void Succeeded(HttpContext http, string email) => _locks.Succeeded(Who(http, email));

    public void Dispose() => _limiter.Dispose();

    private static IPAddress AddressOf(HttpContext http) => http.Connection.RemoteIpAddress ?? IPAddress.None;

    private static string Who(HttpContext http, string email) => $"{AddressOf(http)} {email.ToLowerInvariant()}";

    private static Task RefuseAsync(HttpContext http, TimeSpan wait)
    {
        var seconds = (int)Math.Ceiling(Math.Max(1, wait.TotalSeconds));
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Answers.DetailAsync(
            http, StatusCodes.Status429TooManyRequests, ErrorCodes.Throttled, $"Request was throttled. Expected available in {seconds} seconds.");
    }
}
