using Guidon.Contracts;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Auth;

/// <summary>Shows a person to itself.</summary>
internal static class UserView
{
    internal static UserAnswer Show(UserAccount user) => new()
    {
        Id = user.Id,
        Uuid = user.Uuid,
        Email = user.Email,
        FirstName = user.FirstName,
        LastName = user.LastName,
        SignUpType = user.SignUpType,
        IsSuperuser = user.IsSuperuser,
        DateJoined = user.CreatedAt.UtcDateTime,
    };

    internal static Reply Answer(UserAccount user) => Reply.Of(StatusCodes.Status200OK, Show(user), ContractsJson.Default.UserAnswer);

    /// <summary>The caller's own row.</summary>
    internal static UserAccount? Me(ControlPlane plane, Caller caller) => plane.Users.SingleOrDefault(user => user.Id == caller.UserId);
}
