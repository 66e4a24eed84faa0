using Guidon.Flags;
using Guidon.Server.Edge;
using Guidon.Server.Management.Features;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Variants;

/// <summary><c>POST …/features/{feature}/mv-options/</c>: 201. It gets its share in every state of the feature; the first makes the feature multivariate.</summary>
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
                    join state in change.Plane.FeatureStates on weight.FeatureStateId equals state.Id
                    where state.FeatureId == feature.Id
                    group weight by new { state.Id, state.EnvironmentId } into shares
                    where shares.Sum(each => each.PercentageAllocation) + share > 100 + ScalarValue.WeightTolerance
                    select (int?)shares.Key.EnvironmentId).FirstOrDefault();
        if (full is { } environment)
        {
            var name = change.Plane.Environments.Where(each => each.Id == environment).Select(each => each.Name).Single();
            errors.Add("default_percentage_allocation", $"Invalid percentage allocation: in environment {name} the total would exceed 100.");
        }
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
        var states = change.Plane.FeatureStates.Where(each => each.FeatureId == feature.Id).Select(each => each.Id).ToList();
        change.Plane.AddRange(states.Select(state => StateRows.NewWeight(change, state, option.Id, option.DefaultPercentageAllocation)));
        feature.Type = Feature.Multivariate;
        change.TouchProject(feature.ProjectId);
        return option;
    }
}
