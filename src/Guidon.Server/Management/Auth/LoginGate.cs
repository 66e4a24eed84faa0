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
    private readonly LoginLocks _codeLocks = new(options.FailuresMax, TimeSpan.FromMinutes(options.LockMinutes), time);

    private readonly PartitionedRateLimiter<string> _codes = PartitionedRateLimiter.Create<string, string>(email =>
        RateLimitPartition.GetFixedWindowLimiter(email, _ => new FixedWindowRateLimiterOptions { PermitLimit = options.CodesPerMinute, Window = TimeSpan.FromMinutes(1) }));

    /// <summary>An endpoint that is asked by people who are not signed in.</summary>
    internal Operation Throttled(Func<HttpContext, Task> endpoint) => ManagementAccess.Open(endpoint, FilterAsync);

    private async Task FilterAsync(HttpContext http, Func<HttpContext, Task> endpoint)
    {
        using var lease = _limiter.AttemptAcquire(ClientNetwork.Of(http));
        if (lease.IsAcquired) await endpoint(http);
        else await RefuseAsync(http, WaitOf(lease));
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

    /// <summary>
    /// As <see cref="IsLockedAsync"/>, for a code of somebody whose password was right. Codes are few, so they are counted for the person, wherever they come from:
    /// whoever keeps the owner out by it knows the password.
    /// </summary>
    /// <returns>True after 429 was sent: too many codes, or too many wrong ones, before this one.</returns>
    internal async Task<bool> IsCodeRefusedAsync(HttpContext http, string email)
    {
        if (await IsLockedAsync(http, email)) return true;
        using var lease = _codes.AttemptAcquire(Who(email));
        if ((_codeLocks.Wait(Who(email)) ?? (lease.IsAcquired ? null : WaitOf(lease))) is not { } wait) return false;
        await RefuseAsync(http, wait);
        return true;
    }

    /// <summary>Counts like a wrong password, and for the person.</summary>
    internal void FailedCode(HttpContext http, string email)
    {
        Failed(http, email);
        _codeLocks.Failed(Who(email));
    }

    internal void SucceededCode(HttpContext http, string email)
    {
        Succeeded(http, email);
        _codeLocks.Succeeded(Who(email));
    }

    public void Dispose()
    {
        _limiter.Dispose();
        _codes.Dispose();
    }

    private static TimeSpan WaitOf(RateLimitLease lease) => lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromMinutes(1);

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
