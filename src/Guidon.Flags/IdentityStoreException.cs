namespace Guidon.Flags;

/// <summary>The identity store could not be read or written; nothing was changed.</summary>
/// <param name="message">What failed, for an operator.</param>
/// <param name="innerException">The store's own error.</param>
public sealed class IdentityStoreException(string message, Exception? innerException) : Exception(message, innerException);
