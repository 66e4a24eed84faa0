namespace Guidon.Storage.Model;

/// <summary>An answer of an OpenID Connect provider that let somebody in, so that it lets nobody in again, on no node.</summary>
public sealed class UsedState
{
    /// <summary>Keyed hash of the answer's <c>state</c>.</summary>
    public required string StateHash { get; set; }

    /// <summary>UTC. Afterwards the state is refused for its age, and the row may go.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }
}
