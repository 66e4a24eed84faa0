using System.Security.Cryptography;
using System.Text.Json;
using Guidon.Contracts;
using Guidon.Server.Edge;
using Guidon.Storage;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Applications;

/// <summary>
/// <c>POST /o/register/</c> with <c>redirect_uris</c> and <c>client_name</c> (RFC 7591): 201 with a <c>client_id</c>. Everybody may; it opens nothing until a person lets the
/// application in. Redirects go to https or to this computer; there is no client secret, PKCE stands for it.
/// </summary>
internal sealed class RegisterApplication(ControlPlaneChanges changes, AccessOptions options)
{
    private const int BytesMax = 32_768;
    private const int NameCharsMax = 100;
    private const int UrisMax = 10;
    private const int ClientIdHexChars = 32;

    // Somebody who just registered is about to be let in.
    private static readonly TimeSpan s_idle = TimeSpan.FromDays(1);

    private static readonly Reply s_full = new(Refuses: true, http =>
    {
        http.Response.Headers.RetryAfter = "3600";
        return OAuthError.Full.SendAsync(http);
    });

    internal Task InvokeAsync(HttpContext http) => JsonBody.AnswerAsync(http, body =>
    {
        var reader = new FieldReader(body, new FieldErrors());
        var (name, uris) = (reader.Optional("client_name"), reader.Optional("redirect_uris"));
        if ((Error(name, uris) ?? Error(reader)) is { } error) return error.SendAsync(http);
        List<string> redirects = [.. uris?.EnumerateArray().Select(each => each.GetString() ?? "").Distinct() ?? []];
        return changes.AnswerAsync(http, Caller.Nobody(""), change => Register(change, name?.GetString()?.Trim() is { Length: > 0 } given ? given : "Unnamed application", redirects));
    }, BytesMax);

    private Reply Register(Change change, string name, List<string> redirects)
    {
        if (!HasRoom(change)) return s_full;
        var application = new Application
        {
            ClientId = RandomNumberGenerator.GetHexString(ClientIdHexChars, lowercase: true),
            Name = name,
            RedirectUris = string.Join(' ', redirects),
            IsRegistered = true,
            CreatedAt = change.Now,
        };
        change.Plane.Add(application);
        var answer = new RegisteredApplication(
            application.ClientId, change.Now.ToUnixTimeSeconds(), name, redirects, ServerMetadata.GrantTypes, ServerMetadata.ResponseTypes, ServerMetadata.NoSecret, string.Join(' ', Scopes.All));
        return Reply.Of(StatusCodes.Status201Created, answer, ContractsJson.Default.RegisteredApplication);
    }

    // An application keeps its name here as long as there is room: some remember it for good, and ask with it after years.
    private bool HasRoom(Change change)
    {
        var (applications, consents, before) = (change.Plane.Applications, change.Plane.Consents, change.Now - s_idle);
        if (applications.Count(each => each.IsRegistered) < options.ApplicationsMax) return true;
        Consents.Sweep(change);
        var idle = applications.Where(each => each.IsRegistered && each.CreatedAt < before && !consents.Any(consent => consent.ApplicationId == each.Id));
        List<Application> gone = [.. idle.OrderBy(each => each.Id).Take(Math.Max(1, options.ApplicationsMax / 10))];
        applications.RemoveRange(gone);   // by row, so that each leaves its record
        return gone.Count > 0;
    }

    private static OAuthError? Error(JsonElement? name, JsonElement? uris)
    {
        if (name is { } given && (given.ValueKind != JsonValueKind.String || given.GetString() is not { Length: <= NameCharsMax } text || !text.All(letter => letter is >= ' ' and <= '~')))
            return new OAuthError("invalid_client_metadata", $"client_name is a text of at most {NameCharsMax} printable ASCII characters.");
        return uris is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() is > 0 and <= UrisMax
            && list.EnumerateArray().All(each => each.ValueKind == JsonValueKind.String && RedirectUri.IsAllowed(each.GetString() ?? ""))
            ? null
            : new OAuthError("invalid_redirect_uri", $"redirect_uris is a list of 1 to {UrisMax} addresses with https, with http and 127.0.0.1, [::1] or localhost, or with a scheme of the application's own like com.example.app:/callback, without a fragment.");
    }

    // What it asks for beyond what there is, a secret for example, is answered with what it gets instead, as RFC 7591 allows.
    private static OAuthError? Error(FieldReader reader) =>
        Lacks(reader.Optional("grant_types"), "authorization_code") ? new OAuthError("invalid_client_metadata", "grant_types must have authorization_code.")
        : Lacks(reader.Optional("response_types"), "code") ? new OAuthError("invalid_client_metadata", "response_types must have code.")
        : null;

    private static bool Lacks(JsonElement? list, string needed) =>
        list is { } given && !(given.ValueKind == JsonValueKind.Array && given.EnumerateArray().Any(each => each.ValueKind == JsonValueKind.String && each.ValueEquals(needed)));
}
