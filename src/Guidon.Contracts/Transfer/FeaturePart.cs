namespace Guidon.Contracts.Transfer;

/// <summary>A feature in a <see cref="ProjectFile"/>.</summary>
public sealed record FeaturePart
{
    /// <summary>By which an import finds it again; <see langword="null"/> leaves the name.</summary>
    public Guid? Uuid { get; init; }

    /// <summary>What the rest of the file calls it. Unique without regard to case.</summary>
    public required string Name { get; init; }

    /// <summary>For people.</summary>
    public string? Description { get; init; }

    /// <summary>What new environments start with.</summary>
    public bool DefaultEnabled { get; init; }

    /// <summary>What new environments start with.</summary>
    public string? InitialValue { get; init; }

    /// <summary>For people.</summary>
    public bool IsArchived { get; init; }

    /// <summary>True when client-side keys never see it.</summary>
    public bool IsServerKeyOnly { get; init; }

    /// <summary>Uuids of the file's tags.</summary>
    public IReadOnlyList<Guid> TagUuids { get; init; } = [];

    /// <summary>E-mail addresses; those who are no members where it is imported are left out.</summary>
    public IReadOnlyList<string> OwnerEmails { get; init; } = [];

    /// <summary>Names of groups, likewise.</summary>
    public IReadOnlyList<string> OwnerGroups { get; init; } = [];

    /// <summary>Issues and merge requests that belong to it.</summary>
    public IReadOnlyList<LinkPart> ExternalResources { get; init; } = [];

    /// <summary>In the order in which they are tried; states name them by their position.</summary>
    public IReadOnlyList<VariantPart> MultivariateOptions { get; init; } = [];
}
