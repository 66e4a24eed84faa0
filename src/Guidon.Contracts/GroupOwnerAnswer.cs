namespace Guidon.Contracts;

/// <summary>A group that looks after a feature.</summary>
/// <param name="Id">Above 0.</param>
/// <param name="Name">For people.</param>
public sealed record GroupOwnerAnswer(int Id, string Name);
