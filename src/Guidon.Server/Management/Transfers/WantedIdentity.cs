using System.Text.Json;
using Guidon.Server.Edge;
using Guidon.Server.Management.Identities;

namespace Guidon.Server.Management.Transfers;

/// <summary>An identity of a file.</summary>
internal sealed class WantedIdentity
{
    internal WantedIdentity(JsonElement item)
    {
        var reader = new FieldReader(item, Errors);
        Identifier = IdentityName.Read(reader) ?? "";
        Traits = ImportFile.Items(reader, "traits", IdentityRequestReader.TraitsMax, each => new TraitBody(each, isNew: true), each => each.Errors);
        if (Traits.Where(each => each.Key is not null).GroupBy(each => each.Key).FirstOrDefault(same => same.Count() > 1) is { } twice) Errors.Add("traits", $"Duplicate trait_key: {twice.Key}.");
    }

    internal FieldErrors Errors { get; } = new();

    internal string Identifier { get; }

    internal IReadOnlyList<TraitBody> Traits { get; }
}
