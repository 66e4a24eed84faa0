using System.Text.Json.Nodes;
using Guidon.Contracts;

namespace Guidon.Dashboard.Client;

internal sealed partial class ManagementClient
{
    internal Task<Outcome<FrameAnswer>> FrameAsync() => GetAsync(Own + "frame", ContractsJson.Default.FrameAnswer);

    internal Task<Outcome<StatusAnswer>> StatusAsync() => GetAsync(Own + "status", ContractsJson.Default.StatusAnswer);

    internal Task<Outcome<SignInWays>> SignInWaysAsync() => GetAsync(Own + "sign-in", ContractsJson.Default.SignInWays);

    /// <summary>A token for e-mail and password.</summary>
    internal Task<Outcome<LoginAnswer>> LogInAsync(string email, string password) => SendAsync(
        HttpMethod.Post, "/api/v1/auth/login/", new JsonObject { ["email"] = email, ["password"] = password }, ContractsJson.Default.LoginAnswer);

    /// <summary>Makes the account of somebody who was invited; the answer has a token.</summary>
    internal Task<Outcome<SignUpAnswer>> JoinAsync(string email, string password, string invite) => SendAsync(
        HttpMethod.Post, "/api/v1/auth/users/", new JsonObject { ["email"] = email, ["password"] = password, ["invite_hash"] = invite }, ContractsJson.Default.SignUpAnswer);

    /// <summary>Takes who has an account already into the organisation that invited them.</summary>
    internal Task<Outcome<OrganisationAnswer>> JoinAsync(string invite) =>
        SendAsync(HttpMethod.Post, $"/api/v1/users/join/{Escape(invite)}/", new JsonObject(), ContractsJson.Default.OrganisationAnswer);

    /// <summary>Asks for a mail with a link; the answer is the same whoever it is.</summary>
    internal Task<Refusal?> AskForResetAsync(string email) => DoAsync(HttpMethod.Post, "/api/v1/auth/users/reset_password/", new JsonObject { ["email"] = email });

    /// <summary>A new password, by the two parts of that link.</summary>
    internal Task<Refusal?> ResetAsync(string uid, string token, string password, string again) => DoAsync(
        HttpMethod.Post, "/api/v1/auth/users/reset_password_confirm/", new JsonObject { ["uid"] = uid, ["token"] = token, ["new_password"] = password, ["re_new_password"] = again });

    internal Task<Refusal?> LogOutAsync() => DoAsync(HttpMethod.Post, "/api/v1/auth/logout/", new JsonObject());
}
