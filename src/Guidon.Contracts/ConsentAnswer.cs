namespace Guidon.Contracts;

/// <summary>What a person reads before it lets an application act in its name.</summary>
/// <param name="Application">Who asks.</param>
/// <param name="Scopes">What for: name and one line in words.</param>
/// <param name="RedirectUri">Where the person is sent afterwards.</param>
/// <param name="IsVerified">False when the application registered itself, so that nobody knows whether it is what it is called.</param>
public sealed record ConsentAnswer(ConsentApplication Application, IReadOnlyDictionary<string, string> Scopes, string RedirectUri, bool IsVerified);
