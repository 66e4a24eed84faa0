namespace Guidon.Server.Start;

/// <summary>The start cannot go on; the message is the one line that a person needs.</summary>
/// <param name="message">Names the port, folder or option, and what to do.</param>
internal sealed class StartFailedException(string message) : Exception(message);
