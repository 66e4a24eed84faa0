namespace Guidon.Events.Retention;

/// <summary>
/// From when on space is scarce or exhausted. Both a share and an amount must be undercut: 5 % of ten terabytes are no emergency, and
/// 500 MB of a small volume are plenty.
/// </summary>
public sealed record SpaceMarks
{
    /// <summary>Usable percent under which delivered events go early. Default 15.</summary>
    public double ScarcePercent { get; init; } = 15;

    /// <summary>Usable bytes under which delivered events go early. Default 10 GiB.</summary>
    public long ScarceBytes { get; init; } = 10L << 30;

    /// <summary>Usable percent under which capture ends. Default 5.</summary>
    public double ExhaustedPercent { get; init; } = 5;

    /// <summary>Usable bytes under which capture ends. Default 1 GiB.</summary>
    public long ExhaustedBytes { get; init; } = 1L << 30;

    /// <summary>What the volume is at.</summary>
    /// <param name="space">Measured.</param>
    /// <param name="before">The level until now: it takes a quarter more to leave a level than to enter it, so that it does not flutter.</param>
    public SpaceLevel LevelOf(VolumeSpace space, SpaceLevel before)
    {
        if (IsUnder(space, ExhaustedPercent, ExhaustedBytes, before == SpaceLevel.Exhausted)) return SpaceLevel.Exhausted;
        return IsUnder(space, ScarcePercent, ScarceBytes, before != SpaceLevel.Enough) ? SpaceLevel.Scarce : SpaceLevel.Enough;
    }

    private static bool IsUnder(VolumeSpace space, double percent, long bytes, bool wasUnder)
    {
        var factor = wasUnder ? 1.25 : 1;
        return space.UsablePercent < percent * factor && space.UsableBytes < bytes * factor;
    }
}
