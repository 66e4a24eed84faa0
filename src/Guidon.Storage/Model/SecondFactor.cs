namespace Guidon.Storage.Model;

/// <summary>What a person shows beside the password: codes of an app that knows the same secret. A person has at most one.</summary>
public sealed class SecondFactor
{
    /// <summary>Whose it is.</summary>
    public required int UserId { get; set; }

    /// <summary>The secret that the app knows too, encrypted by the host, base64.</summary>
    public required string SealedSecret { get; set; }

    /// <summary>Keyed hashes of the backup codes that were not used yet, with blanks between.</summary>
    public required string BackupCodeHashes { get; set; }

    /// <summary>The newest time step whose code was taken, as RFC 6238 counts them; no code of it or of an earlier one is taken again.</summary>
    public required long LastStep { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>UTC, since when log-ins ask for it; <see langword="null"/> before a first code showed that the app has the secret.</summary>
    public DateTimeOffset? ConfirmedAt { get; set; }
}
