using System.Net;
using System.Threading.RateLimiting;

namespace Guidon.Server.Management.Auth;

/// <summary>
/// Slows those down who guess: so many attempts per network and minute, a pause after too many wrong passwords from one network, and one wrong password
/// per network while somebody guesses from many (decision 260).
/// </summary>
internal sealed class LoginGate(AccessOptions options, TimeProvider time) : IDisposable
{
    private readonly NetworkThrottle _throttle = new(options.LoginsPerMinute);
    private readonly LoginLocks _locks = new(options.FailuresMax, TimeSpan.FromMinutes(options.LockMinutes), time);
    private readonly LoginLocks _emails = new(options.EmailFailuresMax, TimeSpan.FromMinutes(options.LockMinutes), time);
    private readonly LoginLocks _sites = new(1, TimeSpan.FromMinutes(options.LockMinutes), time);
    private readonly LoginLocks _codeLocks = new(options.FailuresMax, TimeSpan.FromMinutes(options.LockMinutes), time);

    private readonly PartitionedRateLimiter<string> _codes = PartitionedRateLimiter.Create<string, string>(email =>
        RateLimitPartition.GetFixedWindowLimiter(email, _ => new FixedWindowRateLimiterOptions { PermitLimit = options.CodesPerMinute, Window = TimeSpan.FromMinutes(1) }));

    /// <summary>An endpoint that is asked by people who are not signed in.</summary>
    internal Operation Throttled(Func<HttpContext, Task> endpoint) => _throttle.Open(endpoint);

    /// <returns>True after 429 was sent: too many wrong passwords before this one.</returns>
    internal async Task<bool> IsLockedAsync(HttpContext http, string email)
    {
        var wait = _locks.Wait(Who(ClientNetwork.Of(http), email)) ?? (_emails.Wait(Who(email)) is null ? null : _sites.Wait(Who(ClientNetwork.SiteOf(http), email)));
        if (wait is not { } pause) return false;
        await NetworkThrottle.RefuseAsync(http, pause);
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
        if ((_codeLocks.Wait(Who(email)) ?? (lease.IsAcquired ? null : NetworkThrottle.WaitOf(lease))) is not { } wait) return false;
        await NetworkThrottle.RefuseAsync(http, wait);
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
        _throttle.Dispose();
        _codes.Dispose();
    }

    private static string Who(IPNetwork network, string email) => $"{network} {Who(email)}";

    private static string Who(string email) => email.ToLowerInvariant();
}
