using System.Text.Json.Nodes;
using Guidon.Contracts;

namespace Guidon.Dashboard.Client;

internal sealed partial class ManagementClient
{
    internal Task<Outcome<FrameAnswer>> FrameAsync() => GetAsync(Own + "frame", ContractsJson.Default.FrameAnswer);

    internal Task<Outcome<StatusAnswer>> StatusAsync() => GetAsync(Own + "status", ContractsJson.Default.StatusAnswer);

    internal Task<Outcome<SignInWays>> SignInWaysAsync() => GetAsync(Own + "sign-in", ContractsJson.Default.SignInWays);

    /// <summary>A token for e-mail and password, or an ephemeral one for <see cref="ShowCodeAsync"/>.</summary>
    internal Task<Outcome<LoginAnswer>> LogInAsync(string email, string password) => SendAsync(
        HttpMethod.Post, "/api/v1/auth/login/", new JsonObject { ["email"] = email, ["password"] = password }, ContractsJson.Default.LoginAnswer);

    /// <summary>The second step of a log-in.</summary>
    internal Task<Outcome<LoginAnswer>> ShowCodeAsync(string token, string code) => SendAsync(
        HttpMethod.Post, "/api/v1/auth/login/code/", new JsonObject { ["ephemeral_token"] = token, ["code"] = code }, ContractsJson.Default.LoginAnswer);

    /// <summary>What log-ins of the person ask for besides the password.</summary>
    internal Task<Outcome<IReadOnlyList<FactorAnswer>>> FactorsAsync() => GetAsync("/api/v1/auth/mfa/user-active-methods/", ContractsJson.Default.IReadOnlyListFactorAnswer);

    internal Task<Outcome<FactorSecretAnswer>> ActivateFactorAsync(string password) =>
        SendAsync(HttpMethod.Post, "/api/v1/auth/app/activate/", new JsonObject { ["current_password"] = password }, ContractsJson.Default.FactorSecretAnswer);

    internal Task<Outcome<BackupCodesAnswer>> ConfirmFactorAsync(string code) =>
        SendAsync(HttpMethod.Post, "/api/v1/auth/app/activate/confirm/", new JsonObject { ["code"] = code }, ContractsJson.Default.BackupCodesAnswer);

    internal Task<Refusal?> DeactivateFactorAsync(string password) => DoAsync(HttpMethod.Post, "/api/v1/auth/app/deactivate/", new JsonObject { ["current_password"] = password });

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
