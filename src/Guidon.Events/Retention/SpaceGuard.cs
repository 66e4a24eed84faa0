using Microsoft.Extensions.Logging;

namespace Guidon.Events.Retention;

/// <summary>
/// Follows the space of the log's volume: ends capture before the disk is full, so that what was accepted can still be delivered and
/// recorded, and begins again by itself.
/// </summary>
public sealed partial class SpaceGuard : IDisposable
{
    private readonly ILogVolume _volume;
    private readonly EventIntake _intake;
    private readonly SpaceMarks _marks;
    private readonly ILogger _logger;
    private int _isFull;   // set by the writer that met a full disk, taken by the next look
    private bool _hasReserveFailed;   // only the one looker
    private SpaceReading _reading;   // replaced by the one looker, read by status pages

    /// <summary>Listens for a full disk from now on.</summary>
    public SpaceGuard(ILogVolume volume, EventIntake intake, SpaceMarks marks, ILogger<SpaceGuard> logger)
    {
        ArgumentNullException.ThrowIfNull(volume);
        (_volume, _intake, _marks, _logger) = (volume, intake, marks, logger);
        _reading = new SpaceReading(volume.Measure(), SpaceLevel.Enough);
        volume.Full += WhenFull;
    }

    /// <summary>What the last look found.</summary>
    public SpaceReading Reading => Volatile.Read(ref _reading);

    /// <summary>Measures, and opens or closes the intake. One caller at a time.</summary>
    public SpaceLevel Look()
    {
        var space = _volume.Measure();
        var before = Reading.Level;
        // A full disk counts as exhausted once whatever the numbers say: quotas and full inode tables do not show in them.
        var level = Interlocked.Exchange(ref _isFull, 0) == 1 ? SpaceLevel.Exhausted : _marks.LevelOf(space, before);
        Volatile.Write(ref _reading, new SpaceReading(space, level));
        // Before the reserve: a file system that cannot give it or take it back must neither keep capture closed nor keep it open.
        _intake.IsHalted = level == SpaceLevel.Exhausted;
        if (level != before) Log.Changed(_logger, before, level, space.UsableBytes, space.UsablePercent);
        Reserve(level);
        return level;
    }

    /// <inheritdoc/>
    public void Dispose() => _volume.Full -= WhenFull;

    private void Reserve(SpaceLevel level)
    {
        try
        {
            if (level == SpaceLevel.Exhausted) _volume.ReleaseReserve();
            else if (level == SpaceLevel.Enough) _volume.KeepReserve();
            _hasReserveFailed = false;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (!_hasReserveFailed) Log.NoReserve(_logger, failure);   // once, and not at every look
            _hasReserveFailed = true;
        }
    }

    // At once and not at the next look: the intake would eat within a second the reserve that was just released for the deliveries.
    private void WhenFull()
    {
        _intake.IsHalted = true;
        Volatile.Write(ref _isFull, 1);
    }

    private static partial class Log
    {
        [LoggerMessage(1210, LogLevel.Warning, "Space for events went from {Before} to {Level}: {UsableBytes} bytes ({UsablePercent:0.0} %) are usable")]
        internal static partial void Changed(ILogger logger, SpaceLevel before, SpaceLevel level, long usableBytes, double usablePercent);

        [LoggerMessage(1216, LogLevel.Warning, "The space held back for deliveries on a full disk could not be taken or released; capture follows the free space all the same")]
        internal static partial void NoReserve(ILogger logger, Exception failure);
    }
}
