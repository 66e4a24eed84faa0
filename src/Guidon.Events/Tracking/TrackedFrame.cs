namespace Guidon.Events.Tracking;

/// <summary>One call on the way to an exception.</summary>
/// <param name="Type">The type's full name; empty when it is not known.</param>
/// <param name="Method">The method's name.</param>
/// <param name="Line">In its source file; 0 when it is not known.</param>
public sealed record TrackedFrame(string Type, string Method, int Line);
