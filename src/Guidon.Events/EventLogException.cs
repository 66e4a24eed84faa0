namespace Guidon.Events;

/// <summary>The log refused or failed a write; nothing of it was acknowledged.</summary>
/// <param name="message">What failed, for an operator.</param>
/// <param name="innerException">The store's own error.</param>
public sealed class EventLogException(string message, Exception? innerException) : Exception(message, innerException);
