namespace Guidon.Contracts;

/// <summary>A second factor that a person switched on.</summary>
/// <param name="Name">What gives the codes: always <c>app</c>.</param>
/// <param name="IsPrimary">Whether log-ins ask for it first; always true, since there is one.</param>
public sealed record FactorAnswer(string Name, bool IsPrimary);
