namespace Guidon.Events.Retention;

/// <summary>The volume that the log lies on, with a reserve that a full disk can still drain with.</summary>
public interface ILogVolume
{
    /// <summary>Raised when a write found the volume full, after the reserve was released; on the writer's thread, so be quick.</summary>
    event Action? Full;

    /// <summary>Looks now.</summary>
    VolumeSpace Measure();

    /// <summary>Gives the reserve's bytes back to the volume, so that progress can be recorded. Does nothing when they are.</summary>
    void ReleaseReserve();

    /// <summary>Takes the reserve again. Does nothing when it is there or does not fit.</summary>
    void KeepReserve();
}
