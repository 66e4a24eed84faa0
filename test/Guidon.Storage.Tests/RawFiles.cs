namespace Guidon.Storage.Tests;

/// <summary>The bytes of a store's files, the write-ahead log included, whoever has them open.</summary>
internal static class RawFiles
{
    internal static bool Contain(string folder, byte[] wanted) =>
        Directory.GetFiles(folder, "guidon.db*").Any(file => Content(file).AsSpan().IndexOf(wanted) >= 0);

    // The open database holds locks that a plain read does not care about.
    private static byte[] Content(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
