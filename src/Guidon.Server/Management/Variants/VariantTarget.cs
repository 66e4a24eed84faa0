using Guidon.Server.Management.Features;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Variants;

/// <summary>Finds variants, and says whether one fits beside the others.</summary>
internal static class VariantTarget
{
    /// <summary>The variant that the path names and its feature; <see langword="null"/> when there is no such thing for the caller.</summary>
    internal static (Feature Feature, MultivariateOption Option)? Find(ControlPlane plane, Caller caller, HttpContext http)
    {
        if (FeatureTarget.Find(plane, caller, http) is not var (_, feature)) return null;
        var id = http.PathId("option");
        return plane.MultivariateOptions.SingleOrDefault(each => each.Id == id && each.FeatureId == feature.Id) is { } option ? (feature, option) : null;
    }

    /// <summary>Notes a key that is taken and shares that would be more than a whole.</summary>
    internal static void Check(ControlPlane plane, int featureId, VariantRequest wanted, Edge.FieldErrors errors, int ownId)
    {
        var others = plane.MultivariateOptions.Where(each => each.FeatureId == featureId && each.Id != ownId).ToList();
        if (wanted.Key is { } key && others.Exists(each => each.Key == key)) errors.Add("key", "Another variant of this feature has this key.");
        if (others.Sum(each => each.DefaultPercentageAllocation) + (wanted.Share ?? 0) > 100 + ScalarValue.WeightTolerance)
            errors.Add("default_percentage_allocation", "Invalid percentage allocation: the total must not exceed 100.");
    }
}
