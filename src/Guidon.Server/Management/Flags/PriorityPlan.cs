namespace Guidon.Server.Management.Flags;

/// <summary>Which priority each override of a request gets, beside those that stay as they are.</summary>
internal sealed class PriorityPlan
{
    private readonly Dictionary<int, int> _bySegment = [];
    private readonly SortedSet<int> _duplicates = [];

    /// <param name="rows">What is there.</param>
    /// <param name="overrides">What is wanted, each segment once.</param>
    /// <param name="replaces">True for PUT: what is not listed goes, and what is listed forgets its place.</param>
    internal PriorityPlan(FlagRows rows, IReadOnlyList<OverridePart> overrides, bool replaces)
    {
        var listed = overrides.Select(each => each.SegmentId).ToHashSet();
        var taken = replaces ? [] : rows.Overrides.Where(each => !listed.Contains(each.SegmentId ?? 0)).Select(each => each.Priority ?? 0).ToHashSet();
        foreach (var each in overrides)
        {
            if ((each.Priority ?? (replaces ? null : rows.FindOverride(each.SegmentId)?.Priority)) is not { } priority) continue;
            if (!taken.Add(priority)) _duplicates.Add(priority);
            _bySegment[each.SegmentId] = priority;
        }

        // The others take their place in the list, or the next that is free.
        for (var at = 0; at < overrides.Count; at++)
        {
            if (_bySegment.ContainsKey(overrides[at].SegmentId)) continue;
            var priority = at;
            while (!taken.Add(priority)) priority++;
            _bySegment[overrides[at].SegmentId] = priority;
        }
    }

    /// <summary>One sentence per priority that two overrides would share; <see langword="null"/> when there is none.</summary>
    internal string? Error => _duplicates.Count == 0 ? null : string.Join(' ', _duplicates.Select(priority => $"Duplicate priority: {priority}."));

    internal int this[int segmentId] => _bySegment[segmentId];
}
