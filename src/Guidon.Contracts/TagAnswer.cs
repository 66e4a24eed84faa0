namespace Guidon.Contracts;

/// <summary>A label of features.</summary>
/// <param name="Id">Above 0.</param>
/// <param name="Uuid">Stable across exports.</param>
/// <param name="Label">For people.</param>
/// <param name="Color">As CSS writes it.</param>
/// <param name="Description">For people.</param>
/// <param name="Project">Id of the project.</param>
/// <param name="IsPermanent">True when its features are never stale.</param>
/// <param name="IsSystemTag">True when people may not change it.</param>
/// <param name="Type"><c>NONE</c> for tags that people make.</param>
public sealed record TagAnswer(
    int Id, Guid Uuid, string Label, string Color, string? Description, int Project, bool IsPermanent, bool IsSystemTag, string Type);
