using Guidon.Contracts;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Features;

/// <summary>Shows variants, alone and inside of features.</summary>
internal static class VariantView
{
    internal static IReadOnlyList<VariantAnswer> Show(IReadOnlyList<MultivariateOption> options) => [.. options.Select(Show)];

    internal static VariantAnswer Show(MultivariateOption option)
    {
        var value = TypedValue.Of(option.Value);
        return new VariantAnswer
        {
            Id = option.Id,
            Uuid = option.Uuid,
            Feature = option.FeatureId,
            Key = option.Key,
            Type = value.Type,
            StringValue = value.StringValue,
            IntegerValue = value.IntegerValue,
            BooleanValue = value.BooleanValue,
            DefaultPercentageAllocation = option.DefaultPercentageAllocation,
        };
    }
}
