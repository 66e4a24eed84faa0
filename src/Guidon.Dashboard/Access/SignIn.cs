using Guidon.Dashboard.Client;
using Guidon.Dashboard.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Guidon.Dashboard.Access;

/// <summary><c>/ui/login</c>, <c>/ui/join</c> and <c>/ui/logout</c>.</summary>
internal static class SignIn
{
    internal static async Task<IResult> InvokeAsync(HttpContext http, ManagementClient client, IFormCollection form)
    {
        var to = Own((string?)http.Request.Query["to"]);
        var ways = (await client.SignInWaysAsync()).Value;   // without an answer there is still the password
        if (!HttpMethods.IsPost(http.Request.Method)) return Show(http, new SignInView(to, "", Session.Take(http)) { Ways = ways });
        var (email, password) = (((string?)form["email"] ?? "").Trim(), (string?)form["password"] ?? "");
        var answer = await client.LogInAsync(email, password);
        if (answer.Value is null) return Show(http, new SignInView(to, email, answer.Refusal?.Text ?? "") { Ways = ways }, StatusCodes.Status400BadRequest);
        Session.Start(http, $"Token {answer.Value.Key}");
        return Leave(http, to);
    }

    /// <summary><c>/ui/join/{hash}</c>: who was invited chooses a password and is signed in.</summary>
    internal static async Task<IResult> JoinAsync(HttpContext http, ManagementClient client, IFormCollection form)
    {
        var invite = http.GetRouteValue("hash") as string ?? "";
        if (!HttpMethods.IsPost(http.Request.Method)) return Show(http, new SignInView("/", "", null, invite));
        var email = ((string?)form["email"] ?? "").Trim();
        var answer = await client.JoinAsync(email, (string?)form["password"] ?? "", invite);
        if (answer.Value is null) return Show(http, new SignInView("/", email, answer.Refusal?.Text ?? "", invite), StatusCodes.Status400BadRequest);
        Session.Start(http, $"Token {answer.Value.Key}");
        return Leave(http, "/");
    }

    internal static async Task<IResult> LeaveAsync(HttpContext http, ManagementClient client, IFormCollection form)
    {
        if (HttpMethods.IsPost(http.Request.Method))
        {
            await client.LogOutAsync();   // whatever comes of it, this browser forgets the token
            Session.End(http);
        }

        return Leave(http, "/ui/login");
    }

    internal static void Redirect(HttpContext http, string to)
    {
        http.Response.Headers.Location = to;
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
    }

    private static IResult Leave(HttpContext http, string to)
    {
        Redirect(http, to);
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    // Nobody is sent to another site from here: "//" and "/\" would leave it.
    internal static string Own(string? to) => to is ['/', ..] && !to.StartsWith("//", StringComparison.Ordinal) && !to.Contains('\\', StringComparison.Ordinal) && !to.Any(char.IsControl) ? to : "/";

    private static RazorComponentResult<SignInPage> Show(HttpContext http, SignInView view, int status = StatusCodes.Status200OK) =>
        new(new Dictionary<string, object?> { ["View"] = view, ["Theme"] = Session.Theme(http) }) { StatusCode = status };
}
