using Guidon.Flags;
using Guidon.Server.Edge;
using Guidon.Server.Management.Features;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Variants;

/// <summary>
/// <c>POST …/features/{feature}/mv-options/</c>: 201. It gets its share in the defaults of environments that take direct changes. Overrides, and environments that
/// are changed by approval alone, stay as they are: there it has none until somebody gives it one. The first makes the feature multivariate.
/// </summary>
internal sealed class CreateVariant(ControlPlaneChanges changes)
{
    internal Task InvokeAsync(HttpContext http, Caller caller) => JsonBody.AnswerAsync(http, body =>
    {
        var reader = new FieldReader(body, new FieldErrors());
        var wanted = new VariantRequest(reader);
        return changes.AnswerAsync(http, caller, change =>
        {
            if (FeatureTarget.Find(change.Plane, caller, http) is not var (_, feature)) return Reply.NotFound;
            VariantTarget.Check(change.Plane, feature.Id, wanted, reader.Errors, ownId: 0);
            CheckStates(change, feature, wanted.Share ?? 0, reader.Errors);
            if (reader.Errors.Any) return Reply.Invalid(reader.Errors);
            if (change.Plane.MultivariateOptions.Count(each => each.FeatureId == feature.Id) >= DocumentLimits.VariantsMax) return Reply.Full("variants", DocumentLimits.VariantsMax);
            return GetVariant.Answer(StatusCodes.Status201Created, Add(change, feature, wanted));
        });
    });

    // Where operators gave the others more than the features' own shares, there may be no room left.
    private static void CheckStates(Change change, Feature feature, double share, FieldErrors errors)
    {
        var full = (from weight in change.Plane.MultivariateWeights
                    join state in Sharing(change.Plane, feature) on weight.FeatureStateId equals state.Id
                    group weight by new { state.Id, state.EnvironmentId } into shares
                    where shares.Sum(each => each.PercentageAllocation) + share > 100 + ScalarValue.WeightTolerance
                    select (int?)shares.Key.EnvironmentId).FirstOrDefault();
        if (full is { } environment)
        {
            var name = change.Plane.Environments.Where(each => each.Id == environment).Select(each => each.Name).Single();
            errors.Add("default_percentage_allocation", $"Invalid percentage allocation: in environment {name} the total would exceed 100.");
        }
    }

    // Who pinned something for a segment or an identity did not mean what came later.
    private static IQueryable<FeatureState> Sharing(ControlPlane plane, Feature feature)
    {
        var environments = plane.Environments.Where(each => each.ProjectId == feature.ProjectId).AsEnumerable().Where(each => FlagGuard.Approval(each) is null).Select(each => each.Id).ToList();
        return plane.FeatureStates.Where(each => each.FeatureId == feature.Id && each.SegmentId == null && each.Identifier == null && environments.Contains(each.EnvironmentId));
    }

    private static MultivariateOption Add(Change change, Feature feature, VariantRequest wanted)
    {
        var option = new MultivariateOption
        {
            Uuid = change.NewUuid(),
            FeatureId = feature.Id,
            Key = wanted.Key,
            Value = wanted.Value,
            DefaultPercentageAllocation = wanted.Share ?? 0,
        };
        change.Plane.Add(option);
        change.Plane.SaveChanges();   // its shares need its id
        var sharing = Sharing(change.Plane, feature).Select(each => each.Id).ToHashSet();
        var states = change.Plane.FeatureStates.Where(each => each.FeatureId == feature.Id).Select(each => each.Id).ToList();
        change.Plane.AddRange(states.Select(state => StateRows.NewWeight(change, state, option.Id, sharing.Contains(state) ? option.DefaultPercentageAllocation : 0)));
        feature.Type = Feature.Multivariate;
        change.TouchProject(feature.ProjectId);
        return option;
    }
}
