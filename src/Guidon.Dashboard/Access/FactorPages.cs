using Guidon.Contracts;
using Guidon.Dashboard.Client;
using Guidon.Dashboard.Frame;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Guidon.Dashboard.Access;

/// <summary>
/// <c>/ui/second-factor</c>: switches a person's own second factor on and off. Has no frame around it, since it must open to those whose organisation asks for one
/// first.
/// </summary>
internal static class FactorPages
{
    private const string Address = "/ui/second-factor";

    internal static async Task<IResult> InvokeAsync(HttpContext http, ManagementClient client, IFormCollection form)
    {
        var active = await client.FactorsAsync();
        if (active.Value is null)
        {
            SignIn.Redirect(http, $"/ui/login?to={Uri.EscapeDataString(Address)}");
            return Results.StatusCode(StatusCodes.Status303SeeOther);
        }

        var view = new FactorView(active.Value.Count > 0, null) { Notice = Session.Take(http) };
        if (!HttpMethods.IsPost(http.Request.Method)) return Show(http, view);
        return Show(http, (string?)form["do"] switch
        {
            "activate" => await ActivateAsync(client, view, (string?)form["password"] ?? ""),
            "confirm" => await ConfirmAsync(client, view, (string?)form["code"] ?? "", new FactorSecretAnswer((string?)form["link"] ?? "", (string?)form["secret"] ?? "")),
            _ => await DeactivateAsync(client, view, (string?)form["password"] ?? ""),
        });
    }

    private static async Task<FactorView> ActivateAsync(ManagementClient client, FactorView view, string password)
    {
        var begun = await client.ActivateFactorAsync(password);
        return view with { Secret = begun.Value, Problem = Sentence(begun.Refusal) };
    }

    // The secret came with the form: the API shows it once, and who mistyped a code must still see it.
    private static async Task<FactorView> ConfirmAsync(ManagementClient client, FactorView view, string code, FactorSecretAnswer secret)
    {
        var confirmed = await client.ConfirmFactorAsync(code);
        if (confirmed.Value is not null) return view with { IsOn = true, BackupCodes = confirmed.Value.BackupCodes };
        var isOurs = secret.QrLink.StartsWith("otpauth://totp/", StringComparison.Ordinal) && secret.QrLink.Length <= QrPicture.CharsMax;
        return view with { Secret = isOurs ? secret : null, Problem = Sentence(confirmed.Refusal) };
    }

    private static async Task<FactorView> DeactivateAsync(ManagementClient client, FactorView view, string password)
    {
        var refusal = await client.DeactivateFactorAsync(password);
        return refusal is null ? view with { IsOn = false, Notice = "The second factor is off." } : view with { Problem = Sentence(refusal) };
    }

    private static string? Sentence(Refusal? refusal) => refusal is null ? null
        : refusal.Fields.ContainsKey("current_password") ? "This is not your password."
        : refusal.Fields.ContainsKey("code") ? "This is not the code that the app shows now. Look whether the clock of your phone is right."
        : refusal.Text;

    private static RazorComponentResult<FactorPage> Show(HttpContext http, FactorView view) =>
        new(new Dictionary<string, object?> { ["View"] = view, ["Theme"] = Session.Theme(http) }) { StatusCode = view.Problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest };
}
