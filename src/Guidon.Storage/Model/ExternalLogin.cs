namespace Guidon.Storage.Model;

/// <summary>Says that somebody whom an OpenID Connect provider knows is a person here. A person has at most one of each provider.</summary>
public sealed class ExternalLogin
{
    /// <summary>Given by the database.</summary>
    public int Id { get; set; }

    /// <summary>The person here.</summary>
    public required int UserId { get; set; }

    /// <summary>The provider's own name of itself, as its discovery document and its tokens have it.</summary>
    public required string Issuer { get; set; }

    /// <summary>What the provider calls the person; never given to anybody else, while e-mail addresses are.</summary>
    public required string Subject { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreatedAt { get; set; }
}
