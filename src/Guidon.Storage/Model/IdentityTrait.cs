using Guidon.Evaluation;

namespace Guidon.Storage.Model;

/// <summary>A stored trait of an identity.</summary>
public sealed class IdentityTrait
{
    /// <summary>Given by the database.</summary>
    public long Id { get; set; }

    /// <summary>Whose it is.</summary>
    public required long IdentityId { get; set; }

    /// <summary>1–200 characters; unique inside the identity.</summary>
    public required string Key { get; set; }

    /// <summary>Never <see cref="TraitKind.Null"/>.</summary>
    public required TraitKind Kind { get; set; }

    /// <summary>A JSON scalar as compact text.</summary>
    public required string Value { get; set; }

    /// <summary>When it was set first, UTC; <see langword="null"/> for one of before that was kept.</summary>
    public DateTimeOffset? CreatedAt { get; set; }
}
