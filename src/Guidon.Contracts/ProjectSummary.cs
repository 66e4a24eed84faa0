namespace Guidon.Contracts;

/// <summary>A project, as lists of an organisation show it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Uuid">Stable across exports.</param>
/// <param name="Name">Its name.</param>
/// <param name="Organisation">The organisation's id.</param>
public sealed record ProjectSummary(int Id, Guid Uuid, string Name, int Organisation);
