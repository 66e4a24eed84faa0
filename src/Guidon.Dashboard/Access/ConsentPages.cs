using System.Text.Json.Nodes;
using Guidon.Dashboard.Client;
using Guidon.Dashboard.Frame;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Guidon.Dashboard.Access;

/// <summary>
/// <c>/oauth/authorize/</c>: an application asks to act in the person's name. It is shown each time, in no frame, and takes the form of this page alone (<see cref="PageGate"/>).
/// </summary>
internal static class ConsentPages
{
    private static readonly string[] s_asked = ["client_id", "response_type", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method"];

    internal static async Task<IResult> GetAsync(Visit visit)
    {
        var asked = await visit.Client.ConsentAsync(visit.Http.Request.QueryString.Value ?? "");
        return Show(visit, new ConsentView(visit.Frame.Caller, asked.Value, Text(asked.Refusal), null));
    }

    internal static async Task<IResult> PostAsync(Visit visit)
    {
        var body = new JsonObject { ["allow"] = visit.Sent("do") == "allow" };
        foreach (var name in s_asked.Where(visit.Http.Request.Query.ContainsKey)) body[name] = visit.Asked(name);
        var decided = await visit.Client.DecideConsentAsync(visit.ServerAddress, body);
        if (decided.Value is not { } answer) return Show(visit, new ConsentView(visit.Frame.Caller, null, Text(decided.Refusal), null));
        // Not a redirect: browsers hold those that follow a form to the policy of the page, which knows this server alone.
        visit.Http.Response.Headers["Refresh"] = $"0;url={answer.RedirectUri}";
        return Show(visit, new ConsentView(visit.Frame.Caller, null, null, answer.RedirectUri));
    }

    private static string? Text(Refusal? refusal) => refusal is null ? null : refusal.Fields.GetValueOrDefault("error_description") ?? refusal.Text;

    private static RazorComponentResult<ConsentPage> Show(Visit visit, ConsentView view) =>
        new(new Dictionary<string, object?> { ["View"] = view, ["Theme"] = visit.Theme }) { StatusCode = view.Problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest };
}
