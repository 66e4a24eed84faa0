namespace Guidon.Storage.Model;

/// <summary>An identity as the management API sees it. SDK requests read the same rows through a cache, which forgets what is changed here.</summary>
public sealed class Identity
{
    /// <summary>Given by the database.</summary>
    public long Id { get; set; }

    /// <summary>The environment.</summary>
    public required int EnvironmentId { get; set; }

    /// <summary>1–2,000 characters; unique inside the environment.</summary>
    public required string Identifier { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreatedAt { get; set; }
}
