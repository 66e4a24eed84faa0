using System.Text.Json;
using Guidon.Evaluation;
using Guidon.Server.Edge;

namespace Guidon.Server.Ofrep;

/// <summary>
/// Reads the context of an evaluation: <c>targetingKey</c> is the identifier, other scalars are traits, and those of a nested object
/// <c>traits</c> win. Lists, objects and null say nothing; neither do names that no trait can have.
/// </summary>
internal static class OfrepContextReader
{
    private const string TargetingKey = "targetingKey";
    private const string Nested = "traits";

    /// <returns>The context, or why it was refused.</returns>
    internal static (OfrepContext? Context, OfrepError? Error) Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("context", out var context) || context.ValueKind != JsonValueKind.Object)
        {
            return (null, OfrepError.Context("context is missing or not an object."));
        }

        var identifier = "";
        if (context.TryGetProperty(TargetingKey, out var key) && key.ValueKind != JsonValueKind.Null)
        {
            if (key.ValueKind != JsonValueKind.String) return (null, OfrepError.Context("targetingKey is not a string."));
            identifier = key.GetString() ?? "";
            if (IdentityRequestReader.IdentifierError(identifier) is { } error) return (null, OfrepError.Context($"targetingKey: {error}"));
        }

        var traits = ReadTraits(context);
        return traits.Items.Count > IdentityRequestReader.TraitsMax
            ? (null, OfrepError.Context($"context has more than {IdentityRequestReader.TraitsMax} attributes."))
            : (new OfrepContext(identifier.Length == 0 ? null : identifier, traits), null);
    }

    private static TraitList ReadTraits(JsonElement context)
    {
        var traits = new TraitList();
        foreach (var attribute in context.EnumerateObject())
        {
            if (!attribute.NameEquals(TargetingKey)) Add(traits, attribute);
        }

        if (!context.TryGetProperty(Nested, out var nested) || nested.ValueKind != JsonValueKind.Object) return traits;
        foreach (var attribute in nested.EnumerateObject()) Add(traits, attribute);
        return traits;
    }

    private static void Add(TraitList traits, JsonProperty attribute)
    {
        TraitValue? value = attribute.Value.ValueKind switch
        {
            JsonValueKind.True => TraitValue.Boolean(true),
            JsonValueKind.False => TraitValue.Boolean(false),
            JsonValueKind.Number => TraitValue.Number(attribute.Value.GetRawText()),
            JsonValueKind.String => TraitValue.Text(attribute.Value.GetString() ?? ""),
            _ => null,
        };
        if (value is { } present && TraitReader.KeyError(attribute.Name) is null) traits.Set(new Trait(attribute.Name, present, Transient: true));
    }
}
