namespace Guidon.Events;

/// <summary>The log failed. Of a write nothing was acknowledged; of a read nothing was returned.</summary>
/// <param name="message">What failed, for an operator.</param>
/// <param name="innerException">The store's own error.</param>
public sealed class EventLogException(string message, Exception? innerException) : Exception(message, innerException)
{
    /// <summary>Of a write: it never began, so that it may be tried again without fear that the first try comes back after a crash.</summary>
    public bool NeverBegan { get; init; }
}
