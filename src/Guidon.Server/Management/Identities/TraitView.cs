using System.Text.Json;
using Guidon.Contracts;
using Guidon.Evaluation;
using Guidon.Storage;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management.Identities;

/// <summary>Finds and shows stored traits.</summary>
internal static class TraitView
{
    /// <summary>The trait that the path names and its identity; <see langword="null"/> when there is no such thing for the caller.</summary>
    internal static (Identity Identity, IdentityTrait Trait)? Find(ControlPlane plane, Caller caller, HttpContext http)
    {
        if (IdentityTarget.Find(plane, caller, http) is not var (_, identity)) return null;
        var id = http.PathLongId("trait");
        return plane.Traits.SingleOrDefault(each => each.Id == id && each.IdentityId == identity.Id) is { } trait ? (identity, trait) : null;
    }

    /// <summary>All traits of an identity as evaluations take them.</summary>
    internal static Trait[] Load(ControlPlane plane, long identityId) =>
        [.. plane.Traits.AsNoTracking().Where(each => each.IdentityId == identityId).OrderBy(each => each.Id).AsEnumerable().Select(each => new Trait(each.Key, Value(each), Transient: false))];

    internal static Reply Answer(int status, IdentityTrait trait) => Reply.Of(status, Show(trait), ContractsJson.Default.TraitAnswer);

    internal static IReadOnlyList<TraitAnswer> Show(IReadOnlyList<IdentityTrait> traits) => [.. traits.Select(Show)];

    private static TraitAnswer Show(IdentityTrait trait)
    {
        var json = JsonElement.Parse(trait.Value);
        return trait.Kind switch
        {
            TraitKind.Boolean => new TraitAnswer(trait.Id, trait.Key, "bool", null, null, null, json.GetBoolean(), trait.CreatedAt?.UtcDateTime),
            TraitKind.Integer when json.TryGetInt64(out var number) => new TraitAnswer(trait.Id, trait.Key, "int", null, number, null, null, trait.CreatedAt?.UtcDateTime),
            TraitKind.Float when json.TryGetDouble(out var number) && double.IsFinite(number) => new TraitAnswer(trait.Id, trait.Key, "float", null, null, number, null, trait.CreatedAt?.UtcDateTime),
            TraitKind.Text => new TraitAnswer(trait.Id, trait.Key, "unicode", json.GetString(), null, null, null, trait.CreatedAt?.UtcDateTime),
            _ => new TraitAnswer(trait.Id, trait.Key, "unicode", trait.Value, null, null, null, trait.CreatedAt?.UtcDateTime),
        };
    }

    private static TraitValue Value(IdentityTrait trait) => trait.Kind switch
    {
        TraitKind.Boolean => TraitValue.Boolean(trait.Value == "true"),
        TraitKind.Text => TraitValue.Text(JsonElement.Parse(trait.Value).GetString() ?? ""),
        _ => TraitValue.Number(trait.Value),
    };
}
