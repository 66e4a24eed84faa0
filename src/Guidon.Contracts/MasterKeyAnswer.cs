using System.Text.Json.Serialization;

namespace Guidon.Contracts;

/// <summary>A master API key.</summary>
public sealed record MasterKeyAnswer
{
    /// <summary>Its id.</summary>
    public required int Id { get; init; }

    /// <summary>The part before the first dot; names the key in paths.</summary>
    public required string Prefix { get; init; }

    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime Created { get; init; }

    /// <summary>Who made it; null for the first start.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>UTC; null when it does not expire.</summary>
    public DateTime? ExpiryDate { get; init; }

    /// <summary>True when it is refused for good.</summary>
    public required bool Revoked { get; init; }

    /// <summary>True when its time is over.</summary>
    public required bool HasExpired { get; init; }

    /// <summary>False when it may only do what was granted.</summary>
    public required bool IsAdmin { get; init; }

    /// <summary>The key itself, in the answer that creates it and never again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Key { get; init; }
}
