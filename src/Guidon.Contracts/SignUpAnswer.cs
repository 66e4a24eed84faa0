namespace Guidon.Contracts;

/// <summary>A new person, who is signed in at once.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Uuid">Stable across exports.</param>
/// <param name="Email">Signs in with it.</param>
/// <param name="FirstName">May be empty.</param>
/// <param name="LastName">May be empty.</param>
/// <param name="IsActive">Always true.</param>
/// <param name="Key">For <c>Authorization: Token …</c>; shown this once.</param>
public sealed record SignUpAnswer(int Id, Guid Uuid, string Email, string FirstName, string LastName, bool IsActive, string Key);
