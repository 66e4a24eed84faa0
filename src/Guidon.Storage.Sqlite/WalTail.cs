using System.Buffers.Binary;

namespace Guidon.Storage.Sqlite;

/// <summary>
/// What a recovery of the write-ahead log will cut off: SQLite takes it up to the last sound commit and says nothing about the rest.
/// Source: sqlite.org/fileformat2.html, "The Write-Ahead Log".
/// </summary>
/// <param name="BytesCut">Bytes after the last sound commit that belong to this log and not to one that was used up before.</param>
/// <param name="GroupsCut">Commits among them, one more or less. 0 after a crash, whose last group was not acknowledged; above 0 something acknowledged is damaged.</param>
internal readonly record struct WalTail(long BytesCut, int GroupsCut)
{
    private const int HeaderBytes = 32;
    private const int FrameHeaderBytes = 24;
    private const uint MagicLittleEndian = 0x377F0682;
    private const uint MagicBigEndian = 0x377F0683;
    private const int PageBytesMin = 512;
    private const int PageBytesMax = 65_536;

    /// <summary>Reads it before SQLite does. Changes nothing.</summary>
    /// <param name="path">The <c>-wal</c> file; it may be missing.</param>
    internal static WalTail Read(string path)
    {
        if (!File.Exists(path)) return default;
        using var file = File.OpenRead(path);
        return file.Length == 0 ? default : Read(file);
    }

    private static WalTail Read(FileStream file)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        var sum = new Sum(0, 0);
        if (file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes) return new WalTail(file.Length, 0);
        var magic = BinaryPrimitives.ReadUInt32BigEndian(header);
        var isBigEndian = magic == MagicBigEndian;
        var pageBytes = BinaryPrimitives.ReadInt32BigEndian(header[8..]);
        sum = sum.Over(header[..24], isBigEndian);
        var isSound = magic is MagicLittleEndian or MagicBigEndian && pageBytes is >= PageBytesMin and <= PageBytesMax
            && sum == Sum.At(header[24..]);
        // Without its head nothing of the log can be read, and nobody can say how many groups it held: at least the one.
        return isSound ? ReadFrames(file, header[16..24].ToArray(), new byte[FrameHeaderBytes + pageBytes], sum, isBigEndian) : new WalTail(file.Length, 1);
    }

    private static WalTail ReadFrames(FileStream file, byte[] salt, byte[] frame, Sum sum, bool isBigEndian)
    {
        long cut = 0, older = 0;
        int groups = 0, read;
        var (isSound, isDamaged) = (true, false);
        while ((read = file.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false)) > 0)
        {
            var isOurs = frame.AsSpan(8, 8).SequenceEqual(salt);
            sum = sum.Over(frame.AsSpan(0, 8), isBigEndian).Over(frame.AsSpan(FrameHeaderBytes), isBigEndian);
            isSound &= read == frame.Length && isOurs && sum == Sum.At(frame.AsSpan(16));
            if (IsOlder(frame, salt))
            {
                older += read;   // left over from a log that was used up before, and no part of this one, unless something of this one follows
                continue;
            }

            (cut, older) = (cut + older + read, 0);
            if (read < frame.Length) continue;
            // Whether this was a commit is a part of the frame, too: what is ours, whole and damaged was a group even if nothing says so any more.
            isDamaged |= isOurs && !isSound;
            if (BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(4)) == 0) continue;
            if (isSound) cut = 0;
            else groups++;
        }

        return new WalTail(cut, groups == 0 && isDamaged ? 1 : groups);
    }

    // The first half of the salt counts up with each reuse of the file, and the second is drawn anew: damage hardly ever changes both like that.
    private static bool IsOlder(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> salt) =>
        BinaryPrimitives.ReadUInt32BigEndian(salt) - BinaryPrimitives.ReadUInt32BigEndian(frame[8..]) is > 0 and < 100_000
        && !frame[12..16].SequenceEqual(salt[4..]);

    private readonly record struct Sum(uint First, uint Second)
    {
        internal static Sum At(ReadOnlySpan<byte> bytes) =>
            new(BinaryPrimitives.ReadUInt32BigEndian(bytes), BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]));

        internal Sum Over(ReadOnlySpan<byte> bytes, bool isBigEndian)
        {
            var (first, second) = (First, Second);
            for (; bytes.Length >= 8; bytes = bytes[8..])
            {
                first += Word(bytes, isBigEndian) + second;
                second += Word(bytes[4..], isBigEndian) + first;
            }

            return new Sum(first, second);
        }

        private static uint Word(ReadOnlySpan<byte> bytes, bool isBigEndian) =>
            isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }
}
