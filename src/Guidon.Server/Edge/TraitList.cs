using System.Runtime.InteropServices;
using Guidon.Evaluation;

namespace Guidon.Server.Edge;

/// <summary>Traits in the order of arrival, one per key: of repeated keys the last value stands in the place of the first.</summary>
internal sealed class TraitList
{
    // Below this a scan is cheaper than a dictionary; real clients send ten, attackers ten thousand.
    private const int ScanMax = 24;
    private const int Usual = 12;   // room that most callers do not outgrow

    /// <summary>No traits. Shared: never <see cref="Set"/> anything in it.</summary>
    internal static readonly TraitList Empty = new();

    private readonly List<Trait> _items = new(Usual);
    private Dictionary<string, int>? _index;

    internal IReadOnlyList<Trait> Items => _items;

    /// <summary>The same, without an enumerator. Valid until the next <see cref="Set"/>.</summary>
    internal ReadOnlySpan<Trait> Span => CollectionsMarshal.AsSpan(_items);

    internal void Set(Trait trait)
    {
        var at = IndexOf(trait.Key);
        if (at >= 0)
        {
            _items[at] = trait;
            return;
        }

        _index?.Add(trait.Key, _items.Count);
        _items.Add(trait);
    }

    /// <summary>The same traits for this evaluation only.</summary>
    internal TraitList AllTransient()
    {
        var result = new TraitList();
        foreach (var trait in _items) result.Set(trait with { Transient = true });
        return result;
    }

    /// <returns>−1 when the key was not sent.</returns>
    internal int IndexOf(string key)
    {
        if (_items.Count < ScanMax) return Scan(key);
        _index ??= Enumerable.Range(0, _items.Count).ToDictionary(i => _items[i].Key, i => i, StringComparer.Ordinal);
        return _index.GetValueOrDefault(key, -1);
    }

    private int Scan(string key)
    {
        var items = Span;
        for (var i = 0; i < items.Length; i++)
        {
            if (items[i].Key == key) return i;
        }

        return -1;
    }
}
