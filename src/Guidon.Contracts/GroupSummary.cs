namespace Guidon.Contracts;

/// <summary>A group by its name.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
public sealed record GroupSummary(int Id, string Name);
