namespace Guidon.Flags;

/// <summary>The usage store could not be written, or did not say that it was.</summary>
/// <param name="message">What failed, for an operator.</param>
/// <param name="innerException">The store's own error.</param>
public sealed class UsageStoreException(string message, Exception? innerException) : Exception(message, innerException);
