using Guidon.Server.Edge;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Members;

/// <summary>Reads a role.</summary>
internal static class RoleField
{
    /// <returns><c>ADMIN</c> or <c>USER</c>; <c>USER</c> when nothing is said and something may be left out, or after an error was noted.</returns>
    internal static string Read(FieldReader reader, bool isNeeded)
    {
        var role = isNeeded ? reader.Text("role", charsMax: 20) : reader.TextOrNull("role", charsMax: 20) ?? OrganisationMember.User;
        if (role is OrganisationMember.Admin or OrganisationMember.User) return role;
        if (role is not null) reader.Errors.Add("role", $"\"{role}\" is not a valid choice: ADMIN or USER.");
        return OrganisationMember.User;
    }
}
