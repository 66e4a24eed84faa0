using System.Buffers.Binary;
using Guidon.Storage.Stores;
using Microsoft.Win32.SafeHandles;

namespace Guidon.Storage.Sqlite;

/// <summary>
/// Writes zeros between the cells of b-tree pages. <c>secure_delete</c> clears what is deleted where it lies, but a row that moved to another
/// page when its own was split leaves a copy in the space that its page then has free. (Layout: sqlite.org/fileformat2.html, section 1.6.)
/// </summary>
/// <param name="path">The database.</param>
internal sealed class PageGaps(string path) : IDisposable
{
    private const int FirstPageHeaderBytes = 100;
    private const int InteriorIndex = 2;
    private const int InteriorTable = 5;
    private const int LeafIndex = 10;
    private const int LeafTable = 13;

    // Opened once and closed after SQLite's own: closing any handle of a file drops all locks that this process has on it (POSIX).
    private SafeFileHandle? _file;

    /// <summary>
    /// Clears the pages from one to before another. The caller is alone, with an empty write-ahead log, and lets the connection forget the
    /// pages that it holds afterwards, or it would write the old bytes again. Durable with the next checkpoint of a commit.
    /// </summary>
    /// <param name="session">Knows the size of a page and the roots of the trees.</param>
    /// <param name="from">The first page, from 1.</param>
    /// <param name="to">The first page that is left alone.</param>
    /// <returns>False when the file ends before <paramref name="from"/>.</returns>
    internal bool Clear(SqliteSession session, long from, long to)
    {
        _file ??= File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        var page = new byte[session.Scalar("PRAGMA page_size")];
        if (from > RandomAccess.GetLength(_file) / page.Length) return false;
        foreach (var root in Roots(session))
        {
            foreach (var number in PagesOf(_file, page, root).Where(number => number >= from && number < to)) ClearOne(_file, page, number);
        }

        return true;
    }

    /// <summary>Dispose the connections before.</summary>
    public void Dispose() => _file?.Dispose();

    private static List<long> Roots(SqliteSession session)
    {
        using var rows = session.Command("SELECT 1 UNION ALL SELECT rootpage FROM sqlite_master WHERE rootpage > 0").ExecuteReader();
        var roots = new List<long>();
        while (rows.Read()) roots.Add(rows.GetInt64(0));
        return roots;
    }

    // Level by level. Leaves are all at one depth, so only what lies above them is read.
    private static IEnumerable<long> PagesOf(SafeFileHandle file, byte[] page, long root)
    {
        List<long> level = [root];
        while (true)
        {
            foreach (var number in level) yield return number;
            if (!Read(file, page, level[0]) || !IsInterior(page, HeaderAt(level[0]))) yield break;
            level = [.. level.SelectMany(number => Read(file, page, number) ? Children(page, HeaderAt(number)) : [])];
        }
    }

    private static List<long> Children(byte[] page, int header)
    {
        var children = new List<long>();
        for (var cell = 0; cell < Word(page, header + 3); cell++) children.Add(Long(page, Word(page, header + 12 + (2 * cell))));
        children.Add(Long(page, header + 8));
        return children;
    }

    private static void ClearOne(SafeFileHandle file, byte[] page, long number)
    {
        var header = HeaderAt(number);
        if (!Read(file, page, number) || !(IsInterior(page, header) || page[header] is LeafIndex or LeafTable)) return;
        var cells = header + (IsInterior(page, header) ? 12 : 8) + (2 * Word(page, header + 3));
        var content = Word(page, header + 5);
        if (cells >= content || content > page.Length) return;
        var gap = page.AsSpan(cells, content - cells);
        if (!gap.ContainsAnyExcept((byte)0)) return;
        gap.Clear();
        RandomAccess.Write(file, gap, ((number - 1) * page.Length) + cells);
    }

    private static bool Read(SafeFileHandle file, byte[] page, long number) =>
        RandomAccess.Read(file, page, (number - 1) * page.Length) == page.Length;

    private static bool IsInterior(byte[] page, int header) => page[header] is InteriorIndex or InteriorTable;

    private static int HeaderAt(long number) => number == 1 ? FirstPageHeaderBytes : 0;

    private static int Word(byte[] page, int at) => BinaryPrimitives.ReadUInt16BigEndian(page.AsSpan(at));

    private static long Long(byte[] page, int at) => BinaryPrimitives.ReadUInt32BigEndian(page.AsSpan(at));
}
