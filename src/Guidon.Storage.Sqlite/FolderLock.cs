namespace Guidon.Storage.Sqlite;

/// <summary>
/// Keeps a second process out of the data folder: it would have its own cursors and caches, and both would be wrong. The kernel
/// drops the lock when the process dies, however it dies.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private const string Name = "guidon.lock";

    private readonly string _path;
    private readonly bool _isNew;
    private readonly FileStream _file;

    private FolderLock(string path, bool isNew, FileStream file) => (_path, _isNew, _file) = (path, isNew, file);

    /// <param name="folder">Created when it is missing.</param>
    /// <param name="refusal">One line for the operator when the lock was not taken.</param>
    /// <returns>The lock; <see langword="null"/> when it was not taken.</returns>
    internal static FolderLock? TryTake(string folder, out string? refusal)
    {
        var path = Path.Combine(folder, Name);
        try
        {
            CreateFolder(folder);
            var isNew = !File.Exists(path);
            refusal = null;
            return new FolderLock(path, isNew, new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            refusal = $"The data folder '{folder}' cannot be used: {error.Message}";
            return null;
        }
    }

    // A new folder is its owner's alone: it will hold traits of people.
    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Releases the lock after a refused start and leaves no trace of it.</summary>
    internal void Undo()
    {
        if (_isNew) File.Delete(_path);
        Dispose();
    }

    public void Dispose() => _file.Dispose();
}
