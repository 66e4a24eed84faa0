using System.Collections.Immutable;
using System.Security.Claims;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Guidon.OpenIdProvider;

/// <summary>A person as the provider knows it.</summary>
/// <param name="Subject">For good.</param>
/// <param name="Email">None for <see langword="null"/>.</param>
/// <param name="IsVerified">Not said for <see langword="null"/>.</param>
public sealed record ProvidedPerson(string Subject, string? Email, bool? IsVerified = true)
{
    internal ClaimsPrincipal Principal(ImmutableArray<string> scopes)
    {
        var identity = new ClaimsIdentity("provider", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, Subject).SetClaim(Claims.GivenName, "Dana").SetClaim(Claims.FamilyName, "Field");
        if (Email is not null) identity.SetClaim(Claims.Email, Email);
        if (IsVerified is { } verified) identity.SetClaim(Claims.EmailVerified, verified);
        identity.SetScopes(scopes);
        identity.SetDestinations(static _ => [Destinations.IdentityToken]);
        return new ClaimsPrincipal(identity);
    }
}
