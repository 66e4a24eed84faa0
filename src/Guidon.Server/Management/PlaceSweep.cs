using Guidon.Flags;

namespace Guidon.Server.Management;

/// <summary>
/// Takes away the identities of environments that were deleted, some at a time, beside requests: when one was deleted, at the start and every hour, so that
/// what was left when a server ended goes all the same. Where several nodes do it, each takes what is still there.
/// </summary>
internal sealed partial class PlaceSweep(IIdentityStore identities, TimeProvider time, ILogger<PlaceSweep> logger) : IAsyncDisposable
{
    // So many at once that other writers hardly wait.
    private const int IdentitiesPerStep = 5_000;

    private static readonly TimeSpan s_pause = TimeSpan.FromHours(1);

    private readonly Rounds _rounds = new(time);

    internal void Start() => _rounds.Start(SweepAsync);

    /// <summary>An environment was deleted.</summary>
    internal void Wake() => _rounds.Wake();

    public ValueTask DisposeAsync() => _rounds.DisposeAsync();

    private async Task<TimeSpan> SweepAsync(CancellationToken stopping)
    {
        try
        {
            var removed = 0;
            while (await identities.RemoveLeftAsync(IdentitiesPerStep, stopping) is > 0 and var some) removed += some;
            if (removed > 0) Log.Removed(logger, removed);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            Log.Stopped(logger);
        }
        catch (Exception failure)   // the loop's top: the next round tries again
        {
            Log.Failed(logger, failure);
        }

        return s_pause;
    }

    private static partial class Log
    {
        [LoggerMessage(2065, LogLevel.Information, "Removed {Identities} identities of environments that were deleted")]
        internal static partial void Removed(ILogger logger, int identities);

        [LoggerMessage(2066, LogLevel.Error, "Identities of deleted environments could not be removed; the next try is due in an hour")]
        internal static partial void Failed(ILogger logger, Exception failure);

        [LoggerMessage(2067, LogLevel.Debug, "Stopped removing identities of deleted environments")]
        internal static partial void Stopped(ILogger logger);
    }
}
