namespace Guidon.Storage.Model;

/// <summary>
/// What a person allowed one application, once: first a code, then access tokens and a chain of refresh tokens, of which the newest counts. Everything ends with
/// this row.
/// </summary>
public sealed class Consent
{
    /// <summary>Given by the database.</summary>
    public int Id { get; set; }

    /// <summary>Who allowed it.</summary>
    public required int UserId { get; set; }

    /// <summary>Whom.</summary>
    public required int ApplicationId { get; set; }

    /// <summary>What the application was called when the person read it.</summary>
    public required string Name { get; set; }

    /// <summary>What for, with spaces between.</summary>
    public required string Scope { get; set; }

    /// <summary>Where the code was sent to, whole.</summary>
    public required string RedirectUri { get; set; }

    /// <summary>Keyed hash of the code; stays when the code is used, so that it is known when it comes again.</summary>
    public required string CodeHash { get; set; }

    /// <summary>Keyed hash of the challenge that only who began can answer.</summary>
    public required string ChallengeHash { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>UTC; <see langword="null"/> while the code is not used.</summary>
    public DateTimeOffset? CodeUsedAt { get; set; }

    /// <summary>UTC. When the code, later the newest refresh token, opens nothing any more.</summary>
    public required DateTimeOffset EndsAt { get; set; }

    /// <summary>Keyed hash of what all refresh tokens of this consent begin with, so that also an outdated one tells whose it is.</summary>
    public string? FamilyHash { get; set; }

    /// <summary>Keyed hash of the newest refresh token.</summary>
    public string? RefreshHash { get; set; }

    /// <summary>Keyed hash of the one before.</summary>
    public string? PreviousHash { get; set; }

    /// <summary>UTC, when the newest took the place of the one before; <see langword="null"/> while there is none before.</summary>
    public DateTimeOffset? RotatedAt { get; set; }
}
