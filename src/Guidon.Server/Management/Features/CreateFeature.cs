using Guidon.Contracts;
using Guidon.Server.Edge;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Features;

/// <summary><c>POST /api/v1/projects/{project}/features/</c>: 201. The feature gets its state in every environment of the project at once.</summary>
internal sealed class CreateFeature(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var request = new FeatureRequest(body);
        return changes.AnswerAsync(http, caller, change =>
        {
            if (change.Plane.FindProject(caller, http.PathId("project")) is not { } project) return Reply.NotFound;
            // The column compares without regard to case.
            if (change.Plane.Features.Any(each => each.ProjectId == project.Id && each.Name == request.Name))
                request.Errors.Add("name", "A feature of this project has this name already, whatever its case.");
            if (request.Errors.Any) return Reply.Invalid(request.Errors);
            var feature = Add(change, project.Id, request);
            return Reply.Of(StatusCodes.Status201Created, new FeatureView(change.Plane, null, null).Show(feature), ContractsJson.Default.FeatureAnswer);
        });
    });

    private static Feature Add(Change change, int projectId, FeatureRequest request)
    {
        var feature = new Feature
        {
            Uuid = change.NewUuid(),
            ProjectId = projectId,
            Name = request.Name,
            Type = request.Variants.Count > 0 ? Feature.Multivariate : Feature.Standard,
            CreatedAt = change.Now,
            DefaultEnabled = request.DefaultEnabled,
            InitialValue = request.InitialValue,
            Description = request.Description,
            IsArchived = request.IsArchived,
            IsServerKeyOnly = request.IsServerKeyOnly,
        };
        change.Plane.Add(feature);
        change.Plane.SaveChanges();   // the next rows need its id
        List<MultivariateOption> options = [.. request.Variants.Select(each => new MultivariateOption
        {
            Uuid = change.NewUuid(),
            FeatureId = feature.Id,
            Key = each.Key,
            Value = each.Value,
            DefaultPercentageAllocation = each.Share,
        })];
        change.Plane.AddRange(options);
        FeatureTarget.Touch(change, projectId);
        var states = change.Environments.Select(environment => State(change, feature, environment)).ToList();
        change.Plane.AddRange(states);
        change.Plane.SaveChanges();
        change.Plane.AddRange(states.SelectMany(state => options.Select(option => Weight(change, state, option))));
        return feature;
    }

    private static FeatureState State(Change change, Feature feature, int environment) => new()
    {
        Uuid = change.NewUuid(),
        EnvironmentId = environment,
        FeatureId = feature.Id,
        Enabled = feature.DefaultEnabled,
        Value = feature.InitialValue is { } text ? ScalarValue.OfText(text) : ScalarValue.Null,
        CreatedAt = change.Now,
        UpdatedAt = change.Now,
    };

    private static MultivariateWeight Weight(Change change, FeatureState state, MultivariateOption option) => new()
    {
        Uuid = change.NewUuid(),
        FeatureStateId = state.Id,
        MultivariateOptionId = option.Id,
        PercentageAllocation = option.DefaultPercentageAllocation,
    };
}
