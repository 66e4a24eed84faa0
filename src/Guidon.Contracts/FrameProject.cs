namespace Guidon.Contracts;

/// <summary>A project in the frame.</summary>
/// <param name="Id">Above 0.</param>
/// <param name="Name">As written.</param>
/// <param name="Environments">Those that the caller may see, by id.</param>
/// <param name="IsAdmin">Whether the caller may do everything in it.</param>
/// <param name="Permissions">What can be granted for a project and the caller may here.</param>
public sealed record FrameProject(int Id, string Name, IReadOnlyList<FrameEnvironment> Environments, bool IsAdmin, IReadOnlyList<string> Permissions);
