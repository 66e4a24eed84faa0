using Guidon.Dashboard.Client;
using Guidon.Dashboard.Frame;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Guidon.Dashboard.Access;

/// <summary><c>/ui/forgot</c> asks for a mail, <c>/ui/reset/{uid}/{token}</c> is the address in it.</summary>
internal static class PasswordPages
{
    internal static async Task<IResult> ForgotAsync(HttpContext http, ManagementClient client, IFormCollection form)
    {
        if (!HttpMethods.IsPost(http.Request.Method)) return Show(http, new PasswordView("/ui/forgot", IsLinked: false, IsDone: false, null));
        var refusal = await client.AskForResetAsync(((string?)form["email"] ?? "").Trim());
        return Show(http, new PasswordView("/ui/forgot", IsLinked: false, refusal is null, refusal?.Text));
    }

    internal static async Task<IResult> ResetAsync(HttpContext http, ManagementClient client, IFormCollection form)
    {
        var (uid, token) = (http.GetRouteValue("uid") as string ?? "", http.GetRouteValue("token") as string ?? "");
        var action = $"/ui/reset/{Uri.EscapeDataString(uid)}/{Uri.EscapeDataString(token)}";
        if (!HttpMethods.IsPost(http.Request.Method)) return Show(http, new PasswordView(action, IsLinked: true, IsDone: false, null));
        var refusal = await client.ResetAsync(uid, token, (string?)form["password"] ?? "", (string?)form["again"] ?? "");
        var problem = refusal?.Fields.ContainsKey("token") == true ? "This link was used already, or is older than an hour. Ask for a new one." : refusal?.Text;
        return Show(http, new PasswordView(action, IsLinked: true, refusal is null, problem));
    }

    private static RazorComponentResult<PasswordPage> Show(HttpContext http, PasswordView view) =>
        new(new Dictionary<string, object?> { ["View"] = view, ["Theme"] = Session.Theme(http) }) { StatusCode = view.Problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest };
}
