namespace Guidon.Contracts.Transfer;

/// <summary>One project with everything that operators wrote, as a file: what <c>guidon export</c> writes, and into what every foreign format is converted.</summary>
public sealed record ProjectFile
{
    /// <summary>The only <see cref="Format"/>.</summary>
    public const string FormatName = "guidon-project";

    /// <summary>The newest <see cref="Version"/>; older ones are read too.</summary>
    public const int NewestVersion = 1;

    /// <summary>Bytes of a file that one import takes; identities beyond it travel in files of their own.</summary>
    public const int BytesMax = 64 * 1024 * 1024;

    /// <summary><see cref="FormatName"/>.</summary>
    public string Format { get; init; } = FormatName;

    /// <summary>From 1.</summary>
    public int Version { get; init; } = NewestVersion;

    /// <summary>When it was made, UTC. Not read.</summary>
    public DateTime? ExportedAt { get; init; }

    /// <summary>The project itself.</summary>
    public required ProjectPart Project { get; init; }

    /// <summary>Labels of features.</summary>
    public IReadOnlyList<TagPart> Tags { get; init; } = [];

    /// <summary>Audiences.</summary>
    public IReadOnlyList<SegmentPart> Segments { get; init; } = [];

    /// <summary>Features with their variants; what they are worth stands with the environments.</summary>
    public IReadOnlyList<FeaturePart> Features { get; init; } = [];

    /// <summary>Environments with their states.</summary>
    public IReadOnlyList<EnvironmentPart> Environments { get; init; } = [];
}
