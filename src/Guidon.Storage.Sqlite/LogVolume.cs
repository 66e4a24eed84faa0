using Guidon.Events.Retention;
using Guidon.Storage.Stores;

namespace Guidon.Storage.Sqlite;

/// <summary>The volume under the data folder, and a file there that holds space back.</summary>
/// <param name="folder">The data folder.</param>
/// <param name="readers">Know how many pages of the database are free.</param>
internal sealed class LogVolume(string folder, SqliteReaders readers) : ILogVolume
{
    /// <summary>Name of the file that holds the reserve.</summary>
    internal const string ReserveName = "guidon.reserve";

    private const long ReserveBytesMax = 64 << 20;
    private const int ReserveShare = 50;   // 2 % of a small volume
    private const int ReserveNeeds = 4;    // so many times its size must be free before it is taken

    private readonly string _reserve = Path.Combine(folder, ReserveName);
    private readonly DriveInfo _drive = new(Path.GetFullPath(folder));

    public event Action? Full;

    public VolumeSpace Measure()
    {
        // SQLite never gives pages back to the volume, but new rows take the free ones first.
        var reusable = readers.Read(static session => session.Scalar("PRAGMA freelist_count") * session.Scalar("PRAGMA page_size"));
        return new VolumeSpace(_drive.AvailableFreeSpace + reusable, Math.Max(1, _drive.TotalSize));
    }

    public void ReleaseReserve() => File.Delete(_reserve);

    public void KeepReserve()
    {
        var bytes = Math.Min(ReserveBytesMax, _drive.TotalSize / ReserveShare);
        if (File.Exists(_reserve) || _drive.AvailableFreeSpace < bytes * ReserveNeeds) return;
        // Preallocated and not merely long: a sparse file would hold nothing back.
        using var file = new FileStream(_reserve, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            PreallocationSize = bytes,
        });
        file.SetLength(bytes);
    }

    /// <summary>A write met a full volume: whoever listens ends capture, then what must still be written gets the reserve.</summary>
    internal void WhenFull()
    {
        Full?.Invoke();   // first: it must happen also where the file system refuses to delete
        ReleaseReserve();
    }
}
