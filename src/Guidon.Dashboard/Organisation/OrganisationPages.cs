using System.Text.Json.Nodes;
using Guidon.Dashboard.Frame;

namespace Guidon.Dashboard.Organisation;

/// <summary><c>/ui/organisation</c>: how it is set, the person's other organisations, and a new one.</summary>
internal static class OrganisationPages
{
    internal static Task<IResult> GetAsync(Visit visit) => ShowAsync(visit, "");

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
                visit.Tell(made.Refusal, "");
                if (made.Value is null) return await ShowAsync(visit, name);
                Session.Choose(visit.Http, made.Value.Id);
                return visit.GoTo("/", $"{made.Value.Name} is there, and you are its administrator.");
            default:
                var changed = await visit.Client.ChangeOrganisationAsync(visit.Frame.Organisation, new JsonObject
                {
                    ["name"] = visit.Sent("name").Trim(),
                    ["restrict_project_create_to_admin"] = visit.Sent("restricted") == "true",
                });
                visit.Tell(changed.Refusal, "");
                return changed.Refusal is null ? visit.GoTo("/ui/organisation", "The organisation was saved.") : await ShowAsync(visit, "");
        }
    }

    private static async Task<IResult> ShowAsync(Visit visit, string name) =>
        visit.Show<OrganisationPage>(new OrganisationView((await visit.Client.OrganisationAsync(visit.Frame.Organisation)).Value, name));
}
