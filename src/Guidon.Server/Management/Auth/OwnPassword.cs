using Guidon.Server.Edge;
using Guidon.Storage;

namespace Guidon.Server.Management.Auth;

/// <summary>Asks a person who is signed in for the password once more, before what a stolen token must not be able to do. Guesses count as at the login.</summary>
internal sealed class OwnPassword(IControlPlaneStore store, LoginGate gate)
{
    /// <summary>Notes an error for <c>current_password</c> when it is wrong. Not inside of a transaction: it takes long on purpose.</summary>
    /// <returns>False after an answer was sent.</returns>
    internal async Task<bool> CheckAsync(HttpContext http, Caller caller, FieldReader reader)
    {
        if (reader.Text("current_password", Passwords.CharsMax) is not { } password) return true;
        if (await gate.IsLockedAsync(http, caller.Name)) return false;
        var user = await store.ReadAsync(plane => UserView.Me(plane, caller), http.RequestAborted);
        if (Passwords.Verify(user, password))
        {
            gate.Succeeded(http, caller.Name);
            return true;
        }

        gate.Failed(http, caller.Name);
        reader.Errors.Add("current_password", "Invalid password.");
        return true;
    }
}
