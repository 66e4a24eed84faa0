namespace Guidon.Contracts;

/// <summary>A person who looks after a feature.</summary>
/// <param name="Id">Above 0.</param>
/// <param name="Uuid">Stable across exports.</param>
/// <param name="Email">How the person signs in.</param>
/// <param name="FirstName">For people.</param>
/// <param name="LastName">For people.</param>
/// <param name="LastLogin">UTC; <see langword="null"/> before the first time.</param>
public sealed record OwnerAnswer(int Id, Guid Uuid, string Email, string FirstName, string LastName, DateTime? LastLogin);
