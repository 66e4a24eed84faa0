namespace Guidon.Storage.Model;

/// <summary>A server-side SDK key of an environment.</summary>
public sealed class ServerKey
{
    /// <summary>Given by the database.</summary>
    public int Id { get; set; }

    /// <summary>Whose it is.</summary>
    public required int EnvironmentId { get; set; }

    /// <summary>For people.</summary>
    public required string Name { get; set; }

    /// <summary>Keyed hash of the key as <see cref="Flags.StoredServerKey"/> describes it; the key itself is not stored.</summary>
    public required string KeyHash { get; set; }

    /// <summary>The key's last four characters, so that people can tell keys apart.</summary>
    public required string LastFour { get; set; }

    /// <summary>False when an operator switched it off.</summary>
    public bool Active { get; set; } = true;

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>UTC; <see langword="null"/> when it does not expire.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }
}
