namespace Guidon.Storage;

/// <summary>Whether an acknowledged write survives a power cut, as far as the store can see from its own settings and place.</summary>
/// <param name="NotDurableReason">Why it may not, for an operator; <see langword="null"/> when it does.</param>
public readonly record struct StorageGuarantee(string? NotDurableReason)
{
    /// <summary>True when nothing speaks against it.</summary>
    public bool IsDurable => NotDurableReason is null;
}
