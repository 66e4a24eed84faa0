namespace Guidon.Storage;

/// <summary>What an acknowledged write survives, as far as the store can see from its settings, its place and a trial at the start.</summary>
/// <param name="Promise">The strongest that can be promised.</param>
/// <param name="Reasons">For an operator: why it is not more. Empty for <see cref="StoragePromise.PowerCut"/>.</param>
public sealed record StorageGuarantee(StoragePromise Promise, IReadOnlyList<string> Reasons)
{
    /// <summary>Nothing speaks against it.</summary>
    public static StorageGuarantee Full { get; } = new(StoragePromise.PowerCut, []);

    /// <summary>True when what is acknowledged survives a power cut.</summary>
    public bool IsDurable => Promise == StoragePromise.PowerCut;

    /// <summary>The weaker of two, with the reasons of both.</summary>
    public StorageGuarantee And(StorageGuarantee other) =>
        new(Promise < other.Promise ? Promise : other.Promise, [.. Reasons, .. other.Reasons]);

    /// <summary>A promise with the one reason why it is not more.</summary>
    public static StorageGuarantee Only(StoragePromise promise, string reason) => new(promise, [reason]);
}
