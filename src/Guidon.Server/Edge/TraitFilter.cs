using System.Collections.Frozen;
using Guidon.Events;
using Guidon.Events.Retention;
using Guidon.Server.Access;

namespace Guidon.Server.Edge;

/// <summary>An environment's trait rules, ready to be applied to what is about to be recorded.</summary>
internal sealed class TraitFilter
{
    private readonly FrozenSet<string>? _allow;
    private readonly FrozenSet<string> _drop;
    private readonly FrozenSet<string> _hash;
    private readonly InstallationSecret _secret;

    private TraitFilter(TraitRules rules, InstallationSecret secret)
    {
        _allow = rules.Allow?.ToFrozenSet(StringComparer.Ordinal);
        _drop = rules.Drop.ToFrozenSet(StringComparer.Ordinal);
        _hash = rules.Hash.ToFrozenSet(StringComparer.Ordinal);
        _secret = secret;
    }

    /// <returns><see langword="null"/> when there is nothing to do, which is the common case and costs nothing.</returns>
    internal static TraitFilter? From(TraitRules rules, InstallationSecret secret) =>
        rules is { Allow: null, Drop.IsEmpty: true, Hash.IsEmpty: true } ? null : new TraitFilter(rules, secret);

    internal EventTrait[] Apply(EventTrait[] traits) => [.. traits.Where(Keeps).Select(Veil)];

    private bool Keeps(EventTrait trait) => !_drop.Contains(trait.Key) && _allow?.Contains(trait.Key) != false;

    private EventTrait Veil(EventTrait trait) => trait.Transient || !_hash.Contains(trait.Key)
        ? trait
        : trait with { Value = new EventValue($"\"{_secret.Pseudonym(trait.Key, trait.Value.Json)}\"") };
}
