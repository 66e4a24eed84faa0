namespace Guidon.Contracts;

/// <summary>Where the person's browser goes after the decision.</summary>
/// <param name="RedirectUri">The application's own address, with the code or the refusal.</param>
public sealed record RedirectAnswer(string RedirectUri);
