namespace Guidon.Contracts;

/// <summary>A person, as other members of the organisation see it.</summary>
public sealed record MemberAnswer
{
    /// <summary>Its id.</summary>
    public required int Id { get; init; }

    /// <summary>Stable across exports.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>Signs in with it.</summary>
    public required string Email { get; init; }

    /// <summary>May be empty.</summary>
    public required string FirstName { get; init; }

    /// <summary>May be empty.</summary>
    public required string LastName { get; init; }

    /// <summary>UTC; null before the first time.</summary>
    public DateTime? LastLogin { get; init; }

    /// <summary><c>ADMIN</c> or <c>USER</c>; null where no organisation is meant.</summary>
    public string? Role { get; init; }

    /// <summary>Whether the person has a second factor switched on; null for who is no administrator of the organisation.</summary>
    public bool? HasSecondFactor { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime DateJoined { get; init; }

    /// <summary>In a group: whether the person looks after it; null elsewhere.</summary>
    public bool? GroupAdmin { get; init; }
}
