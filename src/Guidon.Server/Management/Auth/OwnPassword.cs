using Guidon.Server.Edge;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Auth;

/// <summary>Asks a person who is signed in for the password once more, before what a stolen token must not be able to do. Guesses count as at the login.</summary>
internal sealed class OwnPassword(IControlPlaneStore store, LoginGate gate, TimeProvider time)
{
    private static readonly TimeSpan s_recent = TimeSpan.FromMinutes(10);

    /// <summary>Notes an error for <c>current_password</c> when it is wrong. Not inside of a transaction: it takes long on purpose.</summary>
    /// <returns>What the password was compared with, for <see cref="Confirm"/>; <see langword="null"/> after an answer was sent.</returns>
    internal async Task<string?> CheckAsync(HttpContext http, Caller caller, FieldReader reader)
    {
        if (reader.Text("current_password", Passwords.CharsMax) is not { } password) return Passwords.None;
        if (await gate.IsLockedAsync(http, caller.Name)) return null;
        var user = await store.ReadAsync(plane => UserView.Me(plane, caller), http.RequestAborted);
        if (Passwords.Verify(user, password))
        {
            gate.Succeeded(http, caller.Name);
            return user?.PasswordHash;
        }

        gate.Failed(http, caller.Name);
        reader.Errors.Add("current_password", "Invalid password.");
        return Passwords.None;
    }

    /// <summary>The same, but who signed in within the last ten minutes has just shown it, to a provider perhaps, and need not again.</summary>
    internal async Task<string?> CheckUnlessRecentAsync(HttpContext http, Caller caller, FieldReader reader)
    {
        if (reader.Has("current_password") || time.GetUtcNow() - caller.SignedInAt > s_recent) return await CheckAsync(http, caller, reader);
        return (await store.ReadAsync(plane => UserView.Me(plane, caller), http.RequestAborted))?.PasswordHash ?? Passwords.None;
    }

    /// <summary>Inside of the transaction: while it was compared the password may have become another one, and whoever knows the old one alone changes nothing.</summary>
    internal static void Confirm(UserAccount user, string compared, FieldReader reader)
    {
        if (!reader.Errors.Any && user.PasswordHash != compared) reader.Errors.Add("current_password", "Invalid password.");
    }
}
