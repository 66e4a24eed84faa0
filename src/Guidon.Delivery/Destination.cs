namespace Guidon.Delivery;

/// <summary>One configured integration of one environment, project or organisation.</summary>
public sealed record Destination
{
    /// <summary>What the reason begins with when a person held it: no probe, and only a person lets it go on.</summary>
    public const string ByHand = "by_hand";

    /// <summary>Above 0.</summary>
    public required int Id { get; init; }

    /// <summary>The integration's name in the catalog, for example <c>webhook</c>.</summary>
    public required string Integration { get; init; }

    /// <summary>The stream whose events it receives (<see cref="Guidon.Events.EventStream"/>): the environment's id, or a stream of changes.</summary>
    public required int EnvironmentId { get; init; }

    /// <summary>For people and labels: the environment's client-side key, or <c>project/</c> or <c>organisation/</c> and an id.</summary>
    public required string EnvironmentKey { get; init; }

    /// <summary>The settings as JSON, encrypted by <see cref="ISettingsProtector"/>; the store never sees clear text.</summary>
    public required ReadOnlyMemory<byte> ProtectedSettings { get; init; }

    /// <summary>Whether it is pumped.</summary>
    public required DestinationState State { get; init; }

    /// <summary>Why it is held, for its owner; <see langword="null"/> unless held.</summary>
    public string? HeldReason { get; init; }

    /// <summary>Whether a person stopped it, by holding or by pausing.</summary>
    public bool IsStoppedByHand =>
        State == DestinationState.Paused
        || (State == DestinationState.Held && HeldReason?.StartsWith(ByHand, StringComparison.Ordinal) == true);

    /// <summary>When it was created, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When a person changed its settings last, UTC; at first when it was created.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Rises with each change of settings and each erasure, so that a pump knows when to forget what it has read. Not with states: those are the pump's own doing.</summary>
    public required long Revision { get; init; }
}
