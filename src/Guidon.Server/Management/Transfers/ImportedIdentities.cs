using Guidon.Server.Management.Identities;
using Guidon.Storage;
using Guidon.Storage.Model;

namespace Guidon.Server.Management.Transfers;

/// <summary>Identities of a file with their traits. What the file does not have stays: SDKs write here too.</summary>
internal static class ImportedIdentities
{
    private const int PerQuery = 500;

    internal static void Apply(Import import)
    {
        foreach (var (wanted, environment) in import.Environments.Where(each => each.Wanted.Identities.Count > 0))
        {
            var mayStore = TraitRows.MayStore(import.Plane, environment);
            if (!mayStore) import.Progress.Lose($"environments[name={wanted.Name}].identities[*].traits", "list", TraitRows.NotStored);
            foreach (var some in wanted.Identities.Chunk(PerQuery)) Apply(import, environment, some, mayStore);
        }
    }

    private static void Apply(Import import, ProjectEnvironment environment, WantedIdentity[] some, bool mayStore)
    {
        var plane = import.Plane;
        var names = some.Select(each => each.Identifier).ToList();
        var rows = plane.Named([environment.Id], names).ToDictionary(each => each.Identifier, StringComparer.Ordinal);
        foreach (var each in some)
        {
            if (!rows.TryGetValue(each.Identifier, out var row)) plane.Add(rows[each.Identifier] = row = new Identity { EnvironmentId = environment.Id, Identifier = each.Identifier, CreatedAt = import.Change.Now });
            import.Note("identity", each.Identifier, row);
            import.Change.Forget(environment.Id, each.Identifier);
        }

        plane.SaveChanges();   // traits need their ids
        if (!mayStore) return;
        var ids = rows.Values.Select(each => each.Id).ToList();
        var known = plane.Traits.Where(each => ids.Contains(each.IdentityId)).ToDictionary(each => (each.IdentityId, each.Key));
        foreach (var each in some)
        {
            foreach (var trait in each.Traits) Apply(import, rows[each.Identifier], trait, known);
        }

        plane.SaveChanges();
    }

    private static void Apply(Import import, Identity identity, TraitBody wanted, Dictionary<(long, string), IdentityTrait> known)
    {
        if (!known.TryGetValue((identity.Id, wanted.Key ?? ""), out var row))
        {
            row = new IdentityTrait { IdentityId = identity.Id, Key = wanted.Key ?? "", Kind = default, Value = "", CreatedAt = import.Change.Now };
            import.Plane.Add(row);
        }

        wanted.Apply(row);
        import.Note("trait", $"{identity.Identifier}: {row.Key}", row);
    }
}
