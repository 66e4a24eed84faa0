using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Guidon.Server.Tests.Processes;

/// <summary>
/// A small ext4 file system in a file, mounted for one test: a disk that may be filled, made read-only, and cut off as a power failure does.
/// Needs root, loop devices and mkfs.ext4; where they are missing the test fails and says so.
/// </summary>
public sealed partial class LoopVolume : IAsyncDisposable
{
    private const int ReadOnly = 0;
    private const nuint Shutdown = 0x8004587D;   // FS_IOC_SHUTDOWN of ext4
    private const uint WithoutLogFlush = 2;      // what is not in the journal on the disk is gone

    private readonly string _image;

    private LoopVolume(string image, string folder) => (_image, Folder) = (image, folder);

    /// <summary>Where it is mounted.</summary>
    public string Folder { get; }

    private string Ballast => Path.Combine(Folder, "ballast");

    public static async Task<LoopVolume> CreateAsync(int megabytes)
    {
        Assert.True(Environment.IsPrivilegedProcess, "This test mounts a file system and needs root.");
        var image = Path.GetTempFileName();
        var volume = new LoopVolume(image, Directory.CreateTempSubdirectory("guidon-volume-").FullName);
        await using (var file = File.OpenWrite(image)) file.SetLength((long)megabytes << 20);
        await RunAsync("mkfs.ext4", "-q", "-m", "0", image);
        await volume.MountAsync();
        return volume;
    }

    public Task MountAsync() => RunAsync("mount", "-o", "loop", _image, Folder);

    public Task UnmountAsync() => RunAsync("umount", Folder);

    /// <summary>From this moment nothing reaches the disk; what the kernel had not written is lost.</summary>
    public void CutPower()
    {
        var descriptor = Open(Folder, ReadOnly);
        Assert.True(descriptor >= 0, "The volume cannot be opened, error " + Marshal.GetLastPInvokeError());
        var flag = WithoutLogFlush;
        var result = Control(descriptor, Shutdown, ref flag);
        var error = Marshal.GetLastPInvokeError();
        _ = Close(descriptor);
        Assert.True(result == 0, "The file system cannot be shut down, error " + error);
    }

    /// <summary>Writes until the disk is full to the last block.</summary>
    public void Fill()
    {
        using var ballast = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var block = new byte[1 << 20]; block.Length > 0;)
        {
            try
            {
                ballast.Write(block);
            }
            catch (IOException)
            {
                block = block.Length > 4_096 ? new byte[4_096] : [];   // full for large ones, then for small ones
            }
        }
    }

    /// <summary>Writes until only so many megabytes are free.</summary>
    public void FillTo(int megabytes)
    {
        var free = new DriveInfo(Folder).AvailableFreeSpace - ((long)megabytes << 20);
        if (free <= 0) return;
        using var ballast = new FileStream(Ballast, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, PreallocationSize = free });
        ballast.SetLength(free);
    }

    public void Empty() => File.Delete(Ballast);

    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", "-l", Folder);
        Directory.Delete(Folder);
        File.Delete(_image);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })
            ?? throw new InvalidOperationException($"This test needs {program}.");
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {errors}");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(int descriptor, nuint request, ref uint argument);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
