using Guidon.Server.Edge;

namespace Guidon.Server.Ofrep;

/// <summary>Whom a provider asks for.</summary>
/// <param name="TargetingKey">The identifier; <see langword="null"/> asks for the environment's own flags.</param>
/// <param name="Traits">All of them transient.</param>
internal sealed record OfrepContext(string? TargetingKey, TraitList Traits)
{
    /// <summary>OFREP never stores: what is stored takes part, what is sent wins for this evaluation only.</summary>
    /// <param name="targetingKey">The context's own, when it has one.</param>
    internal IdentityRequest RequestOf(string targetingKey) => new(targetingKey, Transient: true, Traits);
}
