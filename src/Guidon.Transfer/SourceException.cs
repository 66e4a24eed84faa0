namespace Guidon.Transfer;

/// <summary>The source is not in the format that it should have; the message names the place and what was expected.</summary>
public sealed class SourceException(string message) : Exception(message);
