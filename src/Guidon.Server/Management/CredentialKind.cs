namespace Guidon.Server.Management;

/// <summary>In which form a request shows its secret, and thereby what the secret is.</summary>
internal enum CredentialKind
{
    /// <summary><c>Authorization: Api-Key …</c>: a master API key.</summary>
    Key,

    /// <summary><c>Authorization: Token …</c>: a person's own.</summary>
    Token,

    /// <summary>The same in the session cookie. A browser sends it by itself, so an unsafe method needs proof that our page asked for it.</summary>
    Cookie,

    /// <summary><c>Authorization: Bearer …</c>: of an application that acts in a person's name.</summary>
    Bearer,
}
