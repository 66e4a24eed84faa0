using System.Net;

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

    public void Dispose() => _throttle.Dispose();

    private static string Who(IPNetwork network, string email) => $"{network} {Who(email)}";

    private static string Who(string email) => email.ToLowerInvariant();
}
