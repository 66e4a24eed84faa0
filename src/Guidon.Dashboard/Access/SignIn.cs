using Guidon.Contracts;
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
        var view = new SignInView(to, ((string?)form["email"] ?? "").Trim(), null) { Ways = ways, Token = (string?)form["token"] };
        var answer = view.Token is { } token ? await client.ShowCodeAsync(token, (string?)form["code"] ?? "") : await client.LogInAsync(view.Email, (string?)form["password"] ?? "");
        if (answer.Value is null) return Show(http, Refused(view, answer.Refusal), StatusCodes.Status400BadRequest);
        if (answer.Value.Key is null) return Show(http, view with { Token = answer.Value.EphemeralToken });
        Session.Start(http, $"Token {answer.Value.Key}");
        return Leave(http, to);
    }

    // Whose code is wrong, or came too fast, types another one; whose log-in is over begins with the password.
    private static SignInView Refused(SignInView view, Refusal? refusal) => view.Token is null || (refusal?.Status == StatusCodes.Status401Unauthorized && refusal.Code != ErrorCodes.WrongCode)
        ? view with { Token = null, Problem = view.Token is null ? refusal?.Text ?? "" : "That took longer than five minutes. Sign in again." }
        : view with { Problem = refusal?.Code == ErrorCodes.WrongCode ? "This code is wrong, or was used already: each counts once. Wait for the next one of the app." : refusal?.Text ?? "" };

    /// <summary><c>/ui/join/{hash}</c>: who was invited joins with the account that is signed in, signs in first, or chooses a password for a new one.</summary>
    internal static async Task<IResult> JoinAsync(HttpContext http, ManagementClient client, IFormCollection form)
    {
        var invite = http.GetRouteValue("hash") as string ?? "";
        var account = Session.Credential(http) is not null ? (await client.FrameAsync()).Value?.Caller : null;
        var view = new SignInView($"/ui/join/{Uri.EscapeDataString(invite)}", ((string?)form["email"] ?? "").Trim(), null, invite) { Ways = (await client.SignInWaysAsync()).Value, Account = account };
        if (!HttpMethods.IsPost(http.Request.Method)) return Show(http, view);
        if (account is not null)
        {
            var joined = await client.JoinAsync(invite);
            if (joined.Value is null) return Show(http, view with { Problem = Text(joined.Refusal) }, StatusCodes.Status400BadRequest);
            Session.Choose(http, joined.Value.Id);
            Session.Leave(http, $"You belong to {Parts.Display.Snippet(joined.Value.Name)} now.");
            return Leave(http, "/");
        }

        var answer = await client.JoinAsync(view.Email, (string?)form["password"] ?? "", invite);
        if (answer.Value is null) return Show(http, view with { Problem = Text(answer.Refusal) }, StatusCodes.Status400BadRequest);
        Session.Start(http, $"Token {answer.Value.Key}");
        return Leave(http, "/");
    }

    private static string Text(Refusal? refusal) => refusal is { IsMissing: true } ? "This invitation was used already, or withdrawn. Ask for a new one." : refusal?.Text ?? "";

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
