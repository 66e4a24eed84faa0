using System.Net;
using System.Text;
using System.Text.Json;

namespace Guidon.Server.Tests.Processes;

/// <summary>Requests of people, who sign in, and of keys that are not the first one.</summary>
public static class People
{
    public const string AdminEmail = "admin@example.org";

    public const string AdminPassword = "correct horse battery";

    /// <summary>Signs in and gives the value of the Authorization header.</summary>
    public static async Task<string> SignInAsync(this GuidonProcess server, string email = AdminEmail, string password = AdminPassword)
    {
        var answer = await server.AskAsync(HttpStatusCode.OK, "", "POST", "api/v1/auth/login/", new { email, password });
        return $"Token {answer.GetProperty("key").GetString()}";
    }

    /// <summary>Sends with an Authorization header, or with none for "", and expects a status.</summary>
    public static async Task<JsonElement> AskAsync(this GuidonProcess server, HttpStatusCode expected, string authorization, string method, string path, object? body = null)
    {
        using var answer = await server.SendAsync(authorization, method, path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(expected == answer.StatusCode, $"{method} {path}: {answer.StatusCode} {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    /// <summary>Sends with an Authorization header, or with none for "".</summary>
    public static async Task<HttpResponseMessage> SendAsync(
        this GuidonProcess server, string authorization, string method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(server.Address, path));
        if (authorization.Length > 0) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        if (body is not null) request.Content = body as HttpContent ?? new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        // Without a jar, and not led on: a test that wants cookies sends them itself.
        return await s_http.SendAsync(request);
    }

    private static readonly HttpClient s_http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromMinutes(2) };
}
