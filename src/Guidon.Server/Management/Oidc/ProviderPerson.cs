using System.Security.Claims;

namespace Guidon.Server.Management.Oidc;

/// <summary>Somebody as the provider describes them, in a token that was checked.</summary>
/// <param name="Subject">What the provider calls the person, for good.</param>
/// <param name="Email">Empty when the provider says none, or several.</param>
/// <param name="IsVerified">Whether the provider says, without contradiction, that the address is the person's own.</param>
/// <param name="FirstName">May be empty.</param>
/// <param name="LastName">May be empty.</param>
internal sealed record ProviderPerson(string Subject, string Email, bool IsVerified, string FirstName, string LastName)
{
    /// <summary>The claims of the identity token and of the user information together; each may name an address.</summary>
    internal static ProviderPerson Of(ClaimsPrincipal principal)
    {
        var emails = All("email").Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var verified = All("email_verified").ToList();
        return new ProviderPerson(
            First("sub"),
            emails.Count == 1 ? emails[0].Trim() : "",
            verified.Count > 0 && verified.TrueForAll(each => bool.TryParse(each, out var isTrue) && isTrue),
            Name("given_name"),
            Name("family_name"));

        IEnumerable<string> All(string claim) => principal.FindAll(claim).Select(each => each.Value);

        string First(string claim) => All(claim).FirstOrDefault() ?? "";

        string Name(string claim) => First(claim) is { Length: <= Auth.ChangeMe.NameCharsMax } name ? name : "";
    }

    /// <summary>What stands behind the @.</summary>
    internal string Domain => Email[(Email.LastIndexOf('@') + 1)..];
}
