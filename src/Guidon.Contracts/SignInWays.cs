namespace Guidon.Contracts;

/// <summary>How people can sign in besides with a password.</summary>
/// <param name="Provider">What the OpenID Connect provider is called; null when there is none.</param>
/// <param name="ProviderPath">Where a browser begins to sign in through it; takes <c>to</c>, the page that is wanted. Null when there is none.</param>
/// <param name="CanReset">Whether a forgotten password can be replaced by mail.</param>
public sealed record SignInWays(string? Provider, string? ProviderPath, bool CanReset);
