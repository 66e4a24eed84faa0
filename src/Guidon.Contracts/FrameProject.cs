namespace Guidon.Contracts;

/// <summary>A project in the frame.</summary>
/// <param name="Id">Above 0.</param>
/// <param name="Name">As written.</param>
/// <param name="Environments">Those that the caller may see, by id.</param>
public sealed record FrameProject(int Id, string Name, IReadOnlyList<FrameEnvironment> Environments);
