namespace Guidon.Contracts;

/// <summary>A project or an environment by its name.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name now; empty when it is gone.</param>
public sealed record PlaceSummary(int Id, string Name);
