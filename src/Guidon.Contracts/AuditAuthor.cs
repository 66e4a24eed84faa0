namespace Guidon.Contracts;

/// <summary>Who did something.</summary>
/// <param name="Id">The person's id.</param>
/// <param name="Email">As it was then.</param>
/// <param name="FirstName">As it is now; empty when the person is gone.</param>
/// <param name="LastName">As it is now; empty when the person is gone.</param>
public sealed record AuditAuthor(int Id, string Email, string FirstName, string LastName);
