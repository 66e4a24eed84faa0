namespace Guidon.Storage;

/// <summary>What an acknowledged write survives, weakest first.</summary>
public enum StoragePromise
{
    /// <summary>Nothing can be acknowledged: the storage cannot be written now.</summary>
    None,

    /// <summary>The end of the process, also a kill; not a power cut, or not the end of the container.</summary>
    ProcessEnd,

    /// <summary>A power cut and a crash of the machine.</summary>
    PowerCut,
}
