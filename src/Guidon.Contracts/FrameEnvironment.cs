namespace Guidon.Contracts;

/// <summary>An environment in the frame.</summary>
/// <param name="Id">Above 0.</param>
/// <param name="Name">As written.</param>
/// <param name="Key">The client-side key, which names it in paths.</param>
/// <param name="IsAdmin">Whether the caller may do everything in it.</param>
/// <param name="Permissions">What can be granted for an environment and the caller may here.</param>
/// <param name="KeepsVersions">Whether each change of a flag leaves a version.</param>
public sealed record FrameEnvironment(int Id, string Name, string Key, bool IsAdmin, IReadOnlyList<string> Permissions, bool KeepsVersions);
