using Guidon.Events;
using Guidon.Events.Retention;

namespace Guidon.Server.Edge;

/// <summary>
/// What of the traits may reach the log: what the environment's rules leave and at least one destination may see. A value is there in
/// clear only when a destination may see it so. Each destination's own rules are applied again when its records are made.
/// </summary>
internal sealed class CaptureTraits
{
    private readonly TraitFilter? _environment;
    private readonly IReadOnlyList<TraitFilter> _destinations;   // empty when one of them may see everything

    private CaptureTraits(TraitFilter? environment, IReadOnlyList<TraitFilter> destinations) =>
        (_environment, _destinations) = (environment, destinations);

    /// <param name="environment">Its rules; <see langword="null"/> for none.</param>
    /// <param name="destinations">Those of each destination that sends traits; <see langword="null"/> for one without rules.</param>
    /// <returns><see langword="null"/> when there is nothing to do, which is the common case and costs nothing.</returns>
    internal static CaptureTraits? Of(TraitFilter? environment, IReadOnlyList<TraitFilter?> destinations)
    {
        var rules = destinations.OfType<TraitFilter>().ToList();
        if (rules.Count < destinations.Count) rules.Clear();
        return environment is null && rules.Count == 0 ? null : new CaptureTraits(environment, rules);
    }

    internal EventTrait[] Apply(EventTrait[] traits)
    {
        var kept = _environment?.Apply(traits) ?? traits;
        return [.. _destinations.Count == 0 ? kept : kept.Where(IsWanted).Select(Veil)];
    }

    private bool IsWanted(EventTrait trait) => _destinations.Any(rules => rules.Keeps(trait.Key));

    private EventTrait Veil(EventTrait trait) =>
        _destinations.Any(rules => rules.Keeps(trait.Key) && !rules.Hashes(trait.Key)) ? trait : _destinations[0].Veil(trait);
}
