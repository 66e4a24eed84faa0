namespace Guidon.Events.Changes;

/// <summary><c>flag.changed</c>, <c>version.published</c> or <c>audit.created</c>: who changed what, when, where, from what to what.</summary>
public sealed record ChangeEvent
{
    /// <summary>Stands in <see cref="Project"/> for what belongs to no project: a member, a key of the organisation.</summary>
    public static Named NoProject { get; } = new(0, "");

    /// <summary>UUIDv7; the base of every idempotency key. The same in each stream that tells of the change.</summary>
    public Guid Id { get; init; }

    /// <summary>Position in the log; 0 before it is logged.</summary>
    public long Sequence { get; init; }

    /// <summary><see cref="EventKind.FlagChanged"/>, <see cref="EventKind.VersionPublished"/> or <see cref="EventKind.AuditCreated"/>.</summary>
    public EventKind Kind { get; init; }

    /// <summary>When, UTC, microseconds.</summary>
    public DateTimeOffset OccurredAt { get; init; }

    /// <summary>What was done.</summary>
    public required ChangeAction Action { get; init; }

    /// <summary>An API key's name or an e-mail address; empty when nobody is known.</summary>
    public required string ChangedBy { get; init; }

    /// <summary>The organisation.</summary>
    public required Named Organisation { get; init; }

    /// <summary>The project; <see cref="NoProject"/> for what belongs to the organisation itself.</summary>
    public required Named Project { get; init; }

    /// <summary>The environment; <see langword="null"/> for a feature itself, which all environments share.</summary>
    public Named? Environment { get; init; }

    /// <summary>
    /// The feature as it is, or was when it is deleted. Where <see cref="Segment"/> or <see cref="Thing"/> is what changed it stands in for it, with its id, uuid
    /// and name: receivers and readers that know of nothing else show those.
    /// </summary>
    public required FeatureSnapshot Feature { get; init; }

    /// <summary>The segment, when it is what was made, changed or deleted; <see langword="null"/> for all other changes.</summary>
    public SegmentSnapshot? Segment { get; init; }

    /// <summary>What an audit record is about that is neither a feature, a state nor a segment; <see langword="null"/> for all other changes.</summary>
    public AuditedThing? Thing { get; init; }

    /// <summary>The feature before; set when the feature itself was changed or deleted.</summary>
    public FeatureSnapshot? PreviousFeature { get; init; }

    /// <summary>The state now; <see langword="null"/> when deleted, or when the feature itself was changed.</summary>
    public FlagSnapshot? State { get; init; }

    /// <summary>The state before; <see langword="null"/> when created, or when the feature itself was changed.</summary>
    public FlagSnapshot? PreviousState { get; init; }

    /// <summary>What went live, when that is what is told; what changed by it are events of their own.</summary>
    public VersionSnapshot? Version { get; init; }

    /// <summary>Where the change came from when nobody made it by hand: <c>import</c>; <see langword="null"/> otherwise.</summary>
    public string? Source { get; init; }

    /// <summary>What was done, in words.</summary>
    public required string Summary { get; init; }

    /// <summary>The state that counts for a receiver who wants one: the new one, or the last one.</summary>
    public FlagSnapshot? LastState => State ?? PreviousState;
}
