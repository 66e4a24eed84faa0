namespace Guidon.Events.Retention;

/// <summary>How much the volume of the log still holds.</summary>
/// <param name="UsableBytes">Free on the volume, and free inside the database for new rows; without the reserve.</param>
/// <param name="TotalBytes">Size of the volume; above 0.</param>
public readonly record struct VolumeSpace(long UsableBytes, long TotalBytes)
{
    /// <summary>Of a volume that cannot be looked at: never short.</summary>
    public static VolumeSpace Unknown { get; } = new(long.MaxValue, long.MaxValue);

    /// <summary>0–100.</summary>
    public double UsablePercent => 100d * UsableBytes / TotalBytes;
}
