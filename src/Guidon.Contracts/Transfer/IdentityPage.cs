namespace Guidon.Contracts.Transfer;

/// <summary>Some identities of an environment.</summary>
/// <param name="Identities">In the order of their creation.</param>
/// <param name="Next">What to ask for as <c>after</c>; <see langword="null"/> at the end.</param>
public sealed record IdentityPage(IReadOnlyList<IdentityPart> Identities, long? Next);
