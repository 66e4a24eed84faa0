using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Guidon.Contracts;

namespace Guidon.Server.Management.Auth;

/// <summary>
/// Slows those down who guess: so many attempts per network and minute, a pause after too many wrong passwords from one network, and one wrong password
/// per network while somebody guesses from many (decision 260).
/// </summary>
internal sealed class LoginGate(AccessOptions options, TimeProvider time) : IDisposable
{
    private readonly PartitionedRateLimiter<IPNetwork> _limiter = PartitionedRateLimiter.Create<IPNetwork, IPNetwork>(network =>
        RateLimitPartition.GetFixedWindowLimiter(network, _ => new FixedWindowRateLimiterOptions { PermitLimit = options.LoginsPerMinute, Window = TimeSpan.FromMinutes(1) }));

    private readonly LoginLocks _locks = new(options.FailuresMax, TimeSpan.FromMinutes(options.LockMinutes), time);
    private readonly LoginLocks _emails = new(options.EmailFailuresMax, TimeSpan.FromMinutes(options.LockMinutes), time);
    private readonly LoginLocks _sites = new(1, TimeSpan.FromMinutes(options.LockMinutes), time);

    /// <summary>An endpoint that is asked by people who are not signed in.</summary>
    internal Operation Throttled(Func<HttpContext, Task> endpoint) => ManagementAccess.Open(endpoint, FilterAsync);

    private async Task FilterAsync(HttpContext http, Func<HttpContext, Task> endpoint)
    {
        using var lease = _limiter.AttemptAcquire(ClientNetwork.Of(http));
        if (lease.IsAcquired) await endpoint(http);
        else await RefuseAsync(http, lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromMinutes(1));
    }

    /// <returns>True after 429 was sent: too many wrong passwords before this one.</returns>
    internal async Task<bool> IsLockedAsync(HttpContext http, string email)
    {
        var wait = _locks.Wait(Who(ClientNetwork.Of(http), email)) ?? (_emails.Wait(Who(email)) is null ? null : _sites.Wait(Who(ClientNetwork.SiteOf(http), email)));
        if (wait is not { } pause) return false;
        await RefuseAsync(http, pause);
        return true;
    }

    internal void Failed(HttpContext http, string email)
    {
        _locks.Failed(Who(ClientNetwork.Of(http), email));
        _emails.Failed(Who(email));
        _sites.Failed(Who(ClientNetwork.SiteOf(http), email));
    }

    // What others guess wrong is not forgiven by it.
    internal void Succeeded(HttpContext http, string email)
    {
        _locks.Succeeded(Who(ClientNetwork.Of(http), email));
        _sites.Succeeded(Who(ClientNetwork.SiteOf(http), email));
    }

    public void Dispose() => _limiter.Dispose();

    private static string Who(IPNetwork network, string email) => $"{network} {Who(email)}";

    private static string Who(string email) => email.ToLowerInvariant();

    private static Task RefuseAsync(HttpContext http, TimeSpan wait)
    {
        var seconds = (int)Math.Ceiling(Math.Max(1, wait.TotalSeconds));
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Answers.DetailAsync(
            http, StatusCodes.Status429TooManyRequests, ErrorCodes.Throttled, $"Request was throttled. Expected available in {seconds} seconds.");
    }
}
