namespace Guidon.Storage;

/// <summary>The database could not be read or written. Of a write nothing was stored and nothing acknowledged.</summary>
/// <param name="message">What failed, for an operator.</param>
/// <param name="innerException">The engine's own error.</param>
public sealed class StorageException(string message, Exception? innerException) : Exception(message, innerException)
{
    /// <summary>Of a write: it never began, so that it may be tried again without fear that the first try comes back after a crash.</summary>
    public bool NeverBegan { get; init; }
}
