namespace Guidon.Contracts;

/// <summary>A link that lets anybody join.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Hash">Ends the address.</param>
/// <param name="Role"><c>ADMIN</c> or <c>USER</c>.</param>
/// <param name="DateCreated">UTC.</param>
/// <param name="ExpiresAt">UTC; null when it does not expire.</param>
public sealed record InviteLinkAnswer(int Id, string Hash, string Role, DateTime DateCreated, DateTime? ExpiresAt);
