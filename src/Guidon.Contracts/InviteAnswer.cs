namespace Guidon.Contracts;

/// <summary>Somebody who was asked to join.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Email">Whom.</param>
/// <param name="Role"><c>ADMIN</c> or <c>USER</c>.</param>
/// <param name="PermissionGroups">Ids of the groups that the person joins.</param>
/// <param name="DateCreated">UTC.</param>
/// <param name="InvitedBy">Who asked; null for a master API key.</param>
/// <param name="Hash">Ends the address with which the person joins. The original sends it by e-mail; here administrators hand it on.</param>
public sealed record InviteAnswer(
    int Id, string Email, string Role, IReadOnlyList<int> PermissionGroups, DateTime DateCreated, MemberAnswer? InvitedBy, string Hash);
