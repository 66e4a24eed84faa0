using Guidon.Events.Retention;

namespace Guidon.Events.Tests;

/// <summary>A volume of 1 GiB whose free space a test sets.</summary>
public sealed class SteppedVolume : ILogVolume
{
    private const long Total = 1L << 30;

    public event Action? Full;

    public double UsablePercent { get; set; } = 50;

    public bool HasReserve { get; private set; }

    public VolumeSpace Measure() => new((long)(Total * UsablePercent / 100), Total);

    /// <summary>As btrfs does when even a deletion needs space.</summary>
    public bool IsStubborn { get; set; }

    public void ReleaseReserve() => HasReserve = IsStubborn ? throw new IOException("No space left on device.") : false;

    public void KeepReserve() => HasReserve = IsStubborn ? throw new IOException("No space left on device.") : true;

    public void Fill() => Full?.Invoke();
}
