using System.Buffers;
using System.Text.Json;

namespace Guidon.Server.Management.Auth;

/// <summary>
/// <c>GET /config/project-overrides</c>: the script with which the original's dashboard begins. It says where the API is (here, also for the flags of the dashboard itself,
/// and no key for those is given), and which ways in are closed. Asks for no credential.
/// </summary>
/// <param name="options">Who gets in.</param>
/// <param name="canReset">Whether a forgotten password can be replaced by mail.</param>
internal sealed class ProjectOverrides(AccessOptions options, bool canReset)
{
    private readonly PublicAddress _address = new(options.PublicUrl);

    internal async Task InvokeAsync(HttpContext http)
    {
        _address.ApplyTo(http.Request);
        var (request, script) = (http.Request, new ArrayBufferWriter<byte>());
        script.Write("window.projectOverrides = "u8);
        // The default encoder escapes whatever could end a string or a script.
        using (var json = new Utf8JsonWriter(script)) Write(json, $"{request.Scheme}://{request.Host}/api/v1/");
        script.Write(";\n"u8);
        http.Response.ContentType = "text/javascript; charset=utf-8";
        http.Response.ContentLength = script.WrittenCount;
        await http.Response.Body.WriteAsync(script.WrittenMemory, http.RequestAborted);
    }

    private void Write(Utf8JsonWriter json, string api)
    {
        json.WriteStartObject();
        json.WriteString("api"u8, api);
        json.WriteString("flagsmithClientAPI"u8, api);
        json.WriteBoolean("preventSignup"u8, !options.OpenSignUp);
        json.WriteBoolean("preventEmailPassword"u8, false);
        json.WriteBoolean("preventForgotPassword"u8, !canReset);
        json.WriteBoolean("superUserCreateOnly"u8, options.RestrictOrganisations);
        json.WriteBoolean("hideInviteLinks"u8, !options.InviteLinks);
        // Logins answer with a token, not with a cookie of the original's kind.
        json.WriteBoolean("cookieAuthEnabled"u8, false);
        json.WriteEndObject();
    }
}
