using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Storage;

/// <summary>The rows that the documents of one project's environments have in common: a change of a feature reads them once for all.</summary>
internal sealed record ProjectSource
{
    internal required Organisation Organisation { get; init; }

    internal required Project Project { get; init; }

    internal required IReadOnlyDictionary<int, Feature> Features { get; init; }

    internal required IReadOnlyList<Segment> Segments { get; init; }

    internal required IReadOnlyDictionary<int, MultivariateOption> Options { get; init; }

    internal static ProjectSource Load(ControlPlane plane, int projectId)
    {
        var project = plane.Projects.AsNoTracking().Single(each => each.Id == projectId);
        var features = plane.Features.AsNoTracking().Where(each => each.ProjectId == projectId);
        return new ProjectSource
        {
            Organisation = plane.Organisations.AsNoTracking().Single(each => each.Id == project.OrganisationId),
            Project = project,
            Features = features.ToDictionary(each => each.Id),
            Segments = [.. plane.Segments.AsNoTracking().Where(each => each.ProjectId == projectId).OrderBy(each => each.Id)],
            Options = plane.MultivariateOptions.AsNoTracking().Where(each => features.Any(feature => feature.Id == each.FeatureId)).ToDictionary(each => each.Id),
        };
    }
}
