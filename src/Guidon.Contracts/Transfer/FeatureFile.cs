namespace Guidon.Contracts.Transfer;

/// <summary>A feature in Flagsmith's file of one environment.</summary>
/// <param name="Name">Of the feature.</param>
/// <param name="DefaultEnabled">What new environments start with.</param>
/// <param name="IsServerKeyOnly">True when client-side keys never see it.</param>
/// <param name="InitialValue">What new environments start with.</param>
/// <param name="Value">In the environment.</param>
/// <param name="Type"><c>unicode</c>, <c>int</c> or <c>bool</c>.</param>
/// <param name="Enabled">In the environment.</param>
/// <param name="Multivariate">Variants with their shares in the environment.</param>
public sealed record FeatureFile(
    string Name, bool DefaultEnabled, bool IsServerKeyOnly, string? InitialValue, System.Text.Json.JsonElement Value, string Type, bool Enabled, IReadOnlyList<FeatureFileVariant> Multivariate);
