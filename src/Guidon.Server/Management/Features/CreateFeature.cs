using Guidon.Flags;
using Guidon.Server.Edge;
using Guidon.Server.Management.Grants;
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
            var creator = caller.UserId is { } user && change.Plane.Members.Any(each => each.OrganisationId == project.OrganisationId && each.UserId == user) ? caller.UserId : null;
            request.Check(change, project, hasOwner: request.Owners.Count + request.GroupOwners.Count > 0 || creator is not null);
            if (request.Errors.Any) return Reply.Invalid(request.Errors);
            if (change.Plane.Features.Count(each => each.ProjectId == project.Id) >= DocumentLimits.FeaturesMax) return Reply.Full("features", DocumentLimits.FeaturesMax);
            var feature = Add(change, project.Id, request);
            FeatureLinkRows.SetTags(change.Plane, feature.Id, request.Tags);
            FeatureLinkRows.Add(change.Plane, feature.Id, Holder.User, creator is { } id ? request.Owners.Append(id).Distinct() : request.Owners);
            FeatureLinkRows.Add(change.Plane, feature.Id, Holder.Group, request.GroupOwners);
            return new FeatureView(change.Plane, project, change.Now).Answer(StatusCodes.Status201Created, feature);
        });
    });

    private static Feature Add(Change change, int projectId, FeatureRequest request)
    {
        var feature = new Feature
        {
            Uuid = change.NewUuid(),
            ProjectId = projectId,
            Name = request.Name,
            Type = request.Type,
            CreatedAt = change.Now,
            ChangedAt = change.Now,
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
            DefaultPercentageAllocation = each.Share ?? 0,
        })];
        change.Plane.AddRange(options);
        change.TouchProject(projectId);
        var states = change.Environments.Select(environment => StateRows.NewDefault(change, feature, environment)).ToList();
        change.Plane.AddRange(states);
        change.Plane.SaveChanges();
        change.Plane.AddRange(states.SelectMany(state => options.Select(option => StateRows.NewWeight(change, state.Id, option.Id, option.DefaultPercentageAllocation))));
        return feature;
    }
}
