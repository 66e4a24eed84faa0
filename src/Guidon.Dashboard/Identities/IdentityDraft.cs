using System.Text.Json;
using Guidon.Contracts;
using Guidon.Dashboard.Features;

namespace Guidon.Dashboard.Identities;

/// <summary>What one identity is to get of one feature, while it is edited.</summary>
/// <param name="Feature">Id of the feature.</param>
/// <param name="Enabled">Whether it is to be on.</param>
/// <param name="Value">Its value.</param>
/// <param name="Problem">Why it was not saved; <see langword="null"/> when it was not sent yet.</param>
public sealed record IdentityDraft(int Feature, bool Enabled, ValueText Value, string? Problem)
{
    /// <summary>As it is now.</summary>
    internal static IdentityDraft Of(IdentityFlag flag) => new(flag.Feature.Id, flag.Enabled, ValueText.Of(flag.FeatureStateValue), null);

    /// <summary>Names what is stored.</summary>
    internal static string MarkOf(IdentityFlag flag) => Frame.Mark.Of([flag.Enabled ? "on" : "off", flag.FeatureStateValue.ValueKind == JsonValueKind.Undefined ? "" : flag.FeatureStateValue.GetRawText()]);
}
