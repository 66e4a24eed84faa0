namespace Guidon.Dashboard.Access;

/// <summary>A project that is to be created with its environments.</summary>
/// <param name="Name">As written.</param>
/// <param name="Environments">Names, in order.</param>
/// <param name="Problem">Why it was not created.</param>
public sealed record StartView(string Name, IReadOnlyList<string> Environments, string? Problem);
