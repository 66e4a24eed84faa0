namespace Guidon.Contracts.Transfer;

/// <summary>A tag in a <see cref="ProjectFile"/>.</summary>
public sealed record TagPart
{
    /// <summary>What features of the file call it.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>1–100 characters.</summary>
    public required string Label { get; init; }

    /// <summary>As CSS writes it; <see langword="null"/> for the usual one.</summary>
    public string? Color { get; init; }

    /// <summary>For people, at most 512 characters.</summary>
    public string? Description { get; init; }

    /// <summary>True when its features are never stale.</summary>
    public bool IsPermanent { get; init; }
}
