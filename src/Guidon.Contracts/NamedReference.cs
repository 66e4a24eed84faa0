namespace Guidon.Contracts;

/// <summary>A thing by its id and name.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
public sealed record NamedReference(int Id, string Name);
