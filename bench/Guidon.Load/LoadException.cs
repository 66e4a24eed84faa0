namespace Guidon.Load;

/// <summary>The run cannot go on or its figures would be wrong; the message is all that a person needs.</summary>
internal sealed class LoadException(string message) : Exception(message);
