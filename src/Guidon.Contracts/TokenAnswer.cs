namespace Guidon.Contracts;

/// <summary>Answer of <c>POST /o/token/</c>.</summary>
/// <param name="AccessToken">For <c>Authorization: Bearer …</c>.</param>
/// <param name="TokenType"><c>Bearer</c>.</param>
/// <param name="ExpiresIn">Seconds until the access token opens nothing any more.</param>
/// <param name="RefreshToken">For the next of both, within thirty days; the one before is outdated.</param>
/// <param name="Scope">What the person allowed.</param>
public sealed record TokenAnswer(string AccessToken, string TokenType, int ExpiresIn, string RefreshToken, string Scope);
