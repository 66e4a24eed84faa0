using Guidon.Events.Retention;

namespace Guidon.Storage.Postgres;

/// <summary>The server's volume, which only its operator sees: never short until a write says so, and without a reserve of ours.</summary>
internal sealed class PostgresVolume : ILogVolume
{
    public event Action? Full;

    public VolumeSpace Measure() => VolumeSpace.Unknown;

    public void ReleaseReserve()
    {
    }

    public void KeepReserve()
    {
    }

    internal void WhenFull() => Full?.Invoke();
}
