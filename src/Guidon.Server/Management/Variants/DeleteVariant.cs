using Guidon.Storage.Model;

namespace Guidon.Server.Management.Variants;

/// <summary><c>DELETE …/features/{feature}/mv-options/{option}/</c>: 204. Its shares go with it; without the last one the feature is a plain one again.</summary>
internal sealed class DeleteVariant(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => changes.AnswerAsync(http, caller, change =>
    {
        if (VariantTarget.Find(change.Plane, caller, http) is not var (feature, option)) return Reply.NotFound;
        change.Plane.Remove(option);
        if (!change.Plane.MultivariateOptions.Any(each => each.FeatureId == feature.Id && each.Id != option.Id)) feature.Type = Feature.Standard;
        change.TouchProject(feature.ProjectId);
        return Reply.NoContent;
    });
}
