namespace Guidon.Storage;

/// <summary>What a first start creates. Secrets come hashed: this room never sees a password or a key.</summary>
public sealed record FirstStartOrder
{
    /// <summary>The organisation's name.</summary>
    public required string OrganisationName { get; init; }

    /// <summary>The administrator's address, which signs in.</summary>
    public required string AdminEmail { get; init; }

    /// <summary>From the host's password hasher.</summary>
    public required string AdminPasswordHash { get; init; }

    /// <summary>The part of the master API key before its first dot.</summary>
    public required string MasterKeyPrefix { get; init; }

    /// <summary>Keyed hash of the whole master API key.</summary>
    public required string MasterKeyHash { get; init; }

    /// <summary>The keys of the sample project's environment; <see langword="null"/> leaves the sample project out.</summary>
    public SampleKeys? Sample { get; init; }
}
