namespace Guidon.Contracts;

/// <summary>Who signed in goes on with this.</summary>
/// <param name="Key">For <c>Authorization: Token …</c>; shown this once.</param>
public sealed record LoginAnswer(string Key);
