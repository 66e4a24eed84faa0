namespace Guidon.Server.Management.Transfers;

/// <summary>Finds the row of each thing of a file: by uuid, else by name among those whose uuid is no other thing's. Each row is found once.</summary>
internal sealed class RowMatch<T>
    where T : class
{
    private readonly Dictionary<Guid, T> _byUuid;
    private readonly Dictionary<string, Queue<T>> _byName;
    private readonly HashSet<T> _rest;

    /// <param name="rows">In a fixed order.</param>
    /// <param name="uuidOf">Of a row.</param>
    /// <param name="nameOf">Of a row; compared without regard to case.</param>
    /// <param name="wanted">All uuids of the file.</param>
    internal RowMatch(IReadOnlyList<T> rows, Func<T, Guid> uuidOf, Func<T, string> nameOf, IEnumerable<Guid?> wanted)
    {
        var uuids = wanted.OfType<Guid>().ToHashSet();
        _byUuid = rows.ToDictionary(uuidOf);
        _byName = rows.Where(row => !uuids.Contains(uuidOf(row))).GroupBy(nameOf, StringComparer.OrdinalIgnoreCase).ToDictionary(same => same.Key, same => new Queue<T>(same), StringComparer.OrdinalIgnoreCase);
        _rest = [.. rows];
    }

    /// <summary>Rows that nothing of the file has become.</summary>
    internal IReadOnlyCollection<T> Rest => _rest;

    internal T? Take(Guid? uuid, string name)
    {
        var found = uuid is { } own && _byUuid.TryGetValue(own, out var row) ? row : _byName.TryGetValue(name, out var named) && named.TryDequeue(out row) ? row : null;
        if (found is not null) _rest.Remove(found);
        return found;
    }
}
