using System.Collections.Immutable;

namespace Guidon.Flags.Documents;

/// <summary>The project part of an environment document.</summary>
public sealed record ProjectDocument
{
    /// <summary>Above 0.</summary>
    public required int Id { get; init; }

    /// <summary>The project's name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether remote answers leave out flags that are off, unless the environment says otherwise.</summary>
    public bool HideDisabledFlags { get; init; }

    /// <summary>Whether changes are pushed to listening SDKs.</summary>
    public bool EnableRealtimeUpdates { get; init; }

    /// <summary>Features that client-side keys must not see; the document itself lists them all.</summary>
    public ImmutableArray<int> ServerKeyOnlyFeatureIds { get; init; } = [];

    /// <summary>The organisation.</summary>
    public required OrganisationDocument Organisation { get; init; }

    /// <summary>At most <see cref="DocumentLimits.SegmentsMax"/>; their order breaks ties between overrides.</summary>
    public ImmutableArray<SegmentDocument> Segments { get; init; } = [];
}
