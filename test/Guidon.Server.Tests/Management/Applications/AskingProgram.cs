using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Guidon.Server.Tests.Processes;

namespace Guidon.Server.Tests.Management.Applications;

/// <summary>A program that wants to act in a person's name, with its secret of one log-in.</summary>
public sealed class AskingProgram(GuidonProcess server, string clientId = "flagsmith-cli", string redirect = "http://127.0.0.1:53682/callback", string scope = "admin-api")
{
    public const string Authorize = "api/v1/oauth/authorize/";

    private readonly string _verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public string ClientId => clientId;

    /// <summary>What it sends the browser with.</summary>
    public Dictionary<string, object?> Asked => new()
    {
        ["client_id"] = clientId,
        ["response_type"] = "code",
        ["redirect_uri"] = redirect,
        ["scope"] = scope,
        ["state"] = "a state & more",
        ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(_verifier))),
        ["code_challenge_method"] = "S256",
    };

    public string Query => string.Join('&', Asked.Select(each => $"{each.Key}={Uri.EscapeDataString(each.Value?.ToString() ?? "")}"));

    /// <summary>The person allows it.</summary>
    /// <returns>The code.</returns>
    public async Task<string> AllowedAsync(string person)
    {
        var answer = await server.AskAsync(HttpStatusCode.OK, person, "POST", Authorize, new Dictionary<string, object?>(Asked) { ["allow"] = true });
        return Parameters(answer)["code"];
    }

    /// <summary>What the program is told at its own address.</summary>
    public Dictionary<string, string> Parameters(JsonElement answer)
    {
        var onward = answer.GetProperty("redirect_uri").GetString() ?? "";
        Assert.StartsWith(redirect + "?", onward, StringComparison.Ordinal);
        return onward[(redirect.Length + 1)..].Split('&').Select(each => each.Split('=')).ToDictionary(each => each[0], each => Uri.UnescapeDataString(each[1]));
    }

    /// <summary>Shows the code; with other values where they are given, and without those that are null.</summary>
    public Task<JsonElement> ExchangeAsync(HttpStatusCode expected, string code, params (string Name, string? Value)[] others) =>
        PostAsync(expected, "o/token/", [.. Exchange(code).Select(each => (each.Key, (string?)each.Value))], others);

    /// <summary>The form with which it shows the code.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Exchange(string code) =>
        [new("grant_type", "authorization_code"), new("code", code), new("redirect_uri", redirect), new("client_id", clientId), new("code_verifier", _verifier)];

    public Task<JsonElement> RefreshAsync(HttpStatusCode expected, string refresh, params (string Name, string? Value)[] others) =>
        PostAsync(expected, "o/token/", [("grant_type", "refresh_token"), ("refresh_token", refresh), ("client_id", clientId)], others);

    public Task<JsonElement> RevokeAsync(HttpStatusCode expected, string token, params (string Name, string? Value)[] others) =>
        PostAsync(expected, "o/revoke_token/", [("token", token), ("token_type_hint", "refresh_token"), ("client_id", clientId)], others);

    /// <summary>Allowed and exchanged: access and refresh token.</summary>
    public async Task<(string Access, string Refresh)> EnterAsync(string person) => Tokens(await ExchangeAsync(HttpStatusCode.OK, await AllowedAsync(person)));

    /// <summary>The access token as a header's value, and the refresh token.</summary>
    public static (string Access, string Refresh) Tokens(JsonElement answer) => ($"Bearer {answer.GetProperty("access_token").GetString()}", answer.GetProperty("refresh_token").GetString() ?? "");

    private Task<JsonElement> PostAsync(HttpStatusCode expected, string path, (string Name, string? Value)[] usual, (string Name, string? Value)[] others)
    {
        var values = usual.Where(each => !others.Any(other => other.Name == each.Name)).Concat(others).Where(each => each.Value is not null);
        return server.AskAsync(expected, "", "POST", path, new FormUrlEncodedContent(values.Select(each => KeyValuePair.Create(each.Name, each.Value ?? ""))));
    }
}
