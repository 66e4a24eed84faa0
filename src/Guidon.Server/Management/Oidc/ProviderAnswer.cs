namespace Guidon.Server.Management.Oidc;

/// <summary>What came of a person's visit at the provider.</summary>
/// <param name="Person">Who it is; <see langword="null"/> when nobody was proven.</param>
/// <param name="State">By which this answer is known again.</param>
/// <param name="To">Where the person wanted to go.</param>
/// <param name="Error">OAuth's word for what is wrong; <see langword="null"/> when nothing is.</param>
internal sealed record ProviderAnswer(ProviderPerson? Person, string State, string To, string? Error);
