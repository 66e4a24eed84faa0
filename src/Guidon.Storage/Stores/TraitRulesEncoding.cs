using System.Text.Json;
using Guidon.Events.Retention;

namespace Guidon.Storage.Stores;

/// <summary>Trait rules at rest: JSON.</summary>
internal static class TraitRulesEncoding
{
    internal static string Encode(TraitRules rules) => JsonSerializer.Serialize(rules, StoresJson.Default.TraitRules);

    /// <exception cref="StorageException">It is no such text. Never taken for "no rules": that would send what is to be withheld.</exception>
    internal static TraitRules Decode(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, StoresJson.Default.TraitRules) ?? TraitRules.None;
        }
        catch (JsonException error)
        {
            throw new StorageException("The trait rules of an environment are damaged: " + error.Message, error);
        }
    }
}
