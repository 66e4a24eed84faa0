using System.Collections.Frozen;

namespace Guidon.Events.Retention;

/// <summary>Trait rules, ready to be applied to what is about to be recorded or sent.</summary>
public sealed class TraitFilter
{
    private readonly FrozenSet<string>? _allow;
    private readonly FrozenSet<string> _drop;
    private readonly FrozenSet<string> _hash;
    private readonly Func<string, string, string> _pseudonym;

    private TraitFilter(TraitRules rules, Func<string, string, string> pseudonym)
    {
        _allow = rules.Allow?.ToFrozenSet(StringComparer.Ordinal);
        _drop = rules.Drop.ToFrozenSet(StringComparer.Ordinal);
        _hash = rules.Hash.ToFrozenSet(StringComparer.Ordinal);
        _pseudonym = pseudonym;
    }

    /// <param name="rules">What is kept, and how.</param>
    /// <param name="pseudonym">Trait key and value, as JSON, become what stands for the value. Of what it made itself it makes the same again.</param>
    /// <returns><see langword="null"/> when there is nothing to do, which is the common case and costs nothing.</returns>
    public static TraitFilter? Of(TraitRules rules, Func<string, string, string> pseudonym) =>
        rules is { Allow: null, Drop.IsEmpty: true, Hash.IsEmpty: true } ? null : new TraitFilter(rules, pseudonym);

    /// <summary>Whether a trait of this key is kept, in whatever form.</summary>
    public bool Keeps(string key) => !_drop.Contains(key) && _allow?.Contains(key) != false;

    /// <summary>Whether its value is replaced.</summary>
    public bool Hashes(string key) => _hash.Contains(key);

    /// <summary>The trait with its value replaced. A transient one has none.</summary>
    public EventTrait Veil(EventTrait trait) => trait.Transient
        ? trait
        : trait with { Value = new EventValue($"\"{_pseudonym(trait.Key, trait.Value.Json)}\"") };

    /// <summary>What the rules leave of the traits, in their order.</summary>
    public IEnumerable<EventTrait> Apply(IEnumerable<EventTrait> traits) =>
        traits.Where(trait => Keeps(trait.Key)).Select(trait => Hashes(trait.Key) ? Veil(trait) : trait);
}
