namespace Guidon.Contracts;

/// <summary>An application that acts in a person's name.</summary>
/// <param name="Id">Of the consent; the same application may have several.</param>
/// <param name="Name">As it was called when the person let it in.</param>
/// <param name="Scope">What the person allowed, with spaces between.</param>
/// <param name="RedirectUri">Where the person was sent then.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="RefreshedAt">UTC. When it last got a new access token, which opens for a quarter of an hour.</param>
/// <param name="EndsAt">UTC. When it has to ask again, if it does nothing until then.</param>
public sealed record ConnectedApplication(int Id, string Name, string Scope, string RedirectUri, DateTime CreatedAt, DateTime RefreshedAt, DateTime EndsAt);
