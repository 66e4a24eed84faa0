using System.Text.Json.Nodes;
using Guidon.Dashboard.Frame;
using Microsoft.AspNetCore.Http;

namespace Guidon.Dashboard.Organisation;

/// <summary><c>/ui/organisation</c>: how it is set, the person's other organisations, and a new one.</summary>
internal static class OrganisationPages
{
    internal static Task<IResult> GetAsync(Visit visit) => ShowAsync(visit, "", null);

    internal static async Task<IResult> PostAsync(Visit visit)
    {
        switch (visit.Sent("do"))
        {
            case "choose":
                if (!int.TryParse(visit.Sent("id"), out var id) || visit.Frame.Organisations.All(each => each.Id != id)) return visit.NotFound("You do not belong to such an organisation.");
                Session.Choose(visit.Http, id);
                return visit.GoTo("/");
            case "create":
                var name = visit.Sent("name").Trim();
                var made = await visit.Client.CreateOrganisationAsync(name);
                if (made.Value is null) return await ShowAsync(visit, name, made.Refusal?.Text);
                Session.Choose(visit.Http, made.Value.Id);
                return visit.GoTo("/", $"{Parts.Display.Snippet(made.Value.Name)} is there, and you are its administrator.");
            default:
                var changed = await visit.Client.ChangeOrganisationAsync(visit.Frame.Organisation, new JsonObject
                {
                    ["name"] = visit.Sent("name").Trim(),
                    ["restrict_project_create_to_admin"] = visit.Sent("restricted") == "true",
                    ["force_2fa"] = visit.Sent("forced") == "true",
                });
                return changed.Refusal is null ? visit.GoTo("/ui/organisation", "The organisation was saved.") : await ShowAsync(visit, "", changed.Refusal.Text);
        }
    }

    private static async Task<IResult> ShowAsync(Visit visit, string name, string? problem)
    {
        var stored = (await visit.Client.OrganisationAsync(visit.Frame.Organisation)).Value;
        var shown = problem is not null && visit.Sent("do") == "save" && stored is not null
            ? stored with { Name = visit.Sent("name"), RestrictProjectCreateToAdmin = visit.Sent("restricted") == "true", Force2fa = visit.Sent("forced") == "true" }
            : stored;
        var view = new OrganisationView(shown, name, problem, stored is null ? "" : Mark.Of([stored.Name, $"{stored.RestrictProjectCreateToAdmin}", $"{stored.Force2fa}"]));
        return visit.Show<OrganisationPage>(view, problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
    }
}
