using Guidon.Contracts;
using Guidon.Integrations;
using Guidon.Server.Edge;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.FeatureHealth;

/// <summary><c>POST /api/v1/projects/{project}/feature-health/providers/</c> with the <c>name</c> of a format: 201 with the address at which it reports.</summary>
internal sealed class CreateHealthProvider(ControlPlaneChanges changes, HealthProviderView view)
{
    private const int NameCharsMax = 50;

    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var reader = new FieldReader(body, new FieldErrors());
        var name = reader.Text("name", NameCharsMax) ?? "";
        if (!reader.Errors.Any && !Catalog.HealthFormats.Any(each => each.Name == name))
            reader.Errors.Add("name", $"\"{name}\" is not a valid choice: {string.Join(", ", Catalog.HealthFormats.Select(each => each.Name))}.");
        return changes.AnswerAsync(http, caller, change =>
        {
            if (change.Plane.FindProject(caller, http.PathId("project")) is not { } project) return Reply.NotFound;
            if (change.Plane.HealthProviders.Any(each => each.ProjectId == project.Id && each.Name == name)) reader.Errors.Add("name", "This project has it already.");
            if (reader.Errors.Any) return Reply.Invalid(reader.Errors);
            var provider = new FeatureHealthProvider { Uuid = change.NewUuid(), ProjectId = project.Id, Name = name, CreatedBy = caller.UserId, CreatedAt = change.Now };
            change.Plane.Add(provider);
            return Reply.Of(StatusCodes.Status201Created, view.Show(change.Plane, http, provider), ContractsJson.Default.HealthProviderAnswer);
        });
    });
}
