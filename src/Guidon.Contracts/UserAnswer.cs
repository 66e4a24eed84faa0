namespace Guidon.Contracts;

/// <summary>A person, as the person sees itself.</summary>
public sealed record UserAnswer
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

    /// <summary><c>NO_INVITE</c>, <c>INVITE_EMAIL</c>, <c>INVITE_LINK</c>; null for the first start.</summary>
    public string? SignUpType { get; init; }

    /// <summary>How the person signs in.</summary>
    public string AuthType { get; init; } = "EMAIL";

    /// <summary>True when the person looks after this installation.</summary>
    public required bool IsSuperuser { get; init; }

    /// <summary>Always true: who is not active is not there.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>UTC.</summary>
    public required DateTime DateJoined { get; init; }

    /// <summary>Of the original; always null.</summary>
    public string? Onboarding { get; init; }

    /// <summary>Of the original; always null.</summary>
    public string? PylonEmailSignature { get; init; }
}
