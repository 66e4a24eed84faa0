using System.Text.Json;
using Guidon.Contracts.Transfer;
using Guidon.Transfer.Reading;

namespace Guidon.Transfer.Flagsmith;

/// <summary>The file of one environment's features that the Flagsmith dashboard exports: no segments, overrides, tags or identities are in it.</summary>
internal static class FlagsmithFile
{
    internal static Conversion Convert(JsonElement source, string project, string environment)
    {
        var log = new LossLog();
        List<FeaturePart> features = [];
        List<StatePart> states = [];
        foreach (var item in SourceObject.All(source, "", log))
        {
            var variants = item.Items("multivariate").Select(Variant).ToList();
            features.Add(new FeaturePart
            {
                Name = item.NeededText("name"),
                DefaultEnabled = item.Flag("default_enabled"),
                InitialValue = item.Text("initial_value"),
                IsServerKeyOnly = item.Flag("is_server_key_only"),
                MultivariateOptions = [.. variants.Select(each => each.Part)],
            });
            states.Add(new StatePart
            {
                Feature = item.NeededText("name"),
                Enabled = item.Flag("enabled"),
                FeatureStateValue = SourceValue.Of(item.Any("value") ?? SourceValue.Null, item.Text("type")),
                MultivariateFeatureStateValues = [.. variants.Select((each, at) => new SharePart(at, each.Share))],
            });
            item.Close();
        }

        var file = new ProjectFile
        {
            Project = new ProjectPart { Name = project },
            Features = features,
            Environments = [new EnvironmentPart { Name = environment, FeatureStates = states }],
        };
        return new Conversion([file], log.Losses);
    }

    private static (VariantPart Part, double Share) Variant(SourceObject item)
    {
        var part = SourceValue.Variant(SourceValue.Of(item.Any("value") ?? SourceValue.Null, item.Text("type")), item.Text("key"), item.Number("default_percentage_allocation") ?? 0);
        var share = item.Number("percentage_allocation") ?? 0;
        item.Close();
        return (part, share);
    }
}
