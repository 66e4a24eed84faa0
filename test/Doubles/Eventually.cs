using System.Diagnostics;

namespace Guidon.Doubles;

/// <summary>Waits for what other threads and sockets are about to do, and no longer.</summary>
public static class Eventually
{
    // Only a failing test waits so long; a loaded machine with two cores may need half a minute for what usually takes one second.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    /// <summary>Looks again and again until it is so; fails with the description when it never is.</summary>
    public static Task TrueAsync(string what, Func<bool> isSo) => TrueAsync(what, () => Task.FromResult(isSo()));

    public static Task TrueAsync(string what, Func<Task<bool>> isSo) => TrueAsync(what, isSo, s_patience);

    /// <summary>As above, for what takes minutes by itself.</summary>
    public static async Task TrueAsync(string what, Func<Task<bool>> isSo, TimeSpan patience)
    {
        var started = Stopwatch.GetTimestamp();
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        while (!await isSo())
        {
            if (Stopwatch.GetElapsedTime(started) > patience) throw new TimeoutException($"It never came true that {what}.");
            await look.WaitForNextTickAsync();
        }
    }
}
