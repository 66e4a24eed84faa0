using System.Text.Json;
using Guidon.Transfer.Reading;

namespace Guidon.Transfer.Unleash;

/// <summary>A variant of Unleash.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Percent">Its share.</param>
/// <param name="Value">Its payload, or its name when it has none.</param>
internal sealed record UnleashVariant(string Name, double Percent, JsonElement Value)
{
    internal static UnleashVariant Read(SourceObject source)
    {
        var (name, weight, payload) = (source.NeededText("name"), source.Number("weight") ?? 0, source.Object("payload"));
        var value = payload is null ? SourceValue.OfText(name) : SourceValue.OfText(payload.Text("value") ?? "");
        payload?.Ignore("type");
        payload?.Close();
        source.Ignore("weightType");
        if (source.Text("stickiness") is not (null or "" or "default" or "userId")) source.Lose("stickiness", "Splits go by the identity here.");
        source.Lose("overrides", "Give identities their variant by overrides.");
        source.Close();
        return new UnleashVariant(name, weight / 10, value);
    }
}
