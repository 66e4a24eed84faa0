namespace Guidon.Contracts;

/// <summary>An application, as people are told of it.</summary>
/// <param name="Name">Chosen by itself.</param>
/// <param name="ClientId">What it is called in requests.</param>
public sealed record ConsentApplication(string Name, string ClientId);
