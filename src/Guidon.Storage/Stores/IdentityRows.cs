using System.Globalization;
using System.Text.Json;
using Guidon.Evaluation;
using Guidon.Flags;

namespace Guidon.Storage.Stores;

/// <summary>Reads and writes the rows of one identity inside the caller's transaction.</summary>
internal static class IdentityRows
{
    private const string InsertIdentity =
        "INSERT INTO identity (environment_id, identifier, created_at) VALUES (@environment, @identifier, @now) RETURNING id";

    private const string SelectTraits = "SELECT id, key, kind, value FROM trait WHERE identity_id = @identity ORDER BY id";

    private const string UpsertTrait =
        """
        INSERT INTO trait (identity_id, key, kind, value, created_at) VALUES (@identity, @key, @kind, @value, @now)
        ON CONFLICT (identity_id, key) DO UPDATE SET kind = excluded.kind, value = excluded.value
        WHERE trait.kind <> excluded.kind OR trait.value <> excluded.value
        """;

    private const string DeleteTrait = "DELETE FROM trait WHERE identity_id = @identity AND key = @key";

    private const string DeleteIdentity = "DELETE FROM identity WHERE id = @id";

    private const string SelectLeft =
        "SELECT e.id FROM environment e WHERE e.deleted_at IS NOT NULL AND EXISTS (SELECT 1 FROM identity i WHERE i.environment_id = e.id) ORDER BY e.id LIMIT 1";

    private const string DeleteSome = "DELETE FROM identity WHERE id IN (SELECT id FROM identity WHERE environment_id = @environment ORDER BY id LIMIT @max)";

    /// <summary>Removes the identity; its traits go with it.</summary>
    internal static StoredIdentity? Erase(IStoreSession session, int environmentId, string identifier)
    {
        if (Find(session, environmentId, identifier) is not { } found) return null;
        session.Command(DeleteIdentity).With("@id", found.Id).ExecuteNonQuery();
        return found;
    }

    /// <summary>An environment that was deleted and has identities still.</summary>
    internal static int? FindLeft(IStoreSession session) => (int?)(session.Command(SelectLeft).ExecuteScalar() as long?);

    /// <summary>Removes the oldest identities of an environment.</summary>
    internal static int RemoveSome(IStoreSession session, int environmentId, int identitiesMax) =>
        session.Command(DeleteSome).With("@environment", environmentId).With("@max", identitiesMax).ExecuteNonQuery();

    internal static StoredIdentity? Find(IStoreSession session, int environmentId, string identifier) =>
        FindId(session, environmentId, identifier) is { } id ? new StoredIdentity(id, identifier, Traits(session, id)) : null;

    internal static StoredIdentity Write(
        IStoreSession session, int environmentId, string identifier, IReadOnlyList<Trait> traits, long now)
    {
        var id = FindId(session, environmentId, identifier) ?? Create(session, environmentId, identifier, now);
        foreach (var trait in traits) Apply(session, id, trait, now);
        return new StoredIdentity(id, identifier, Traits(session, id));
    }

    /// <returns>The identity afterwards; <see langword="null"/> when the trait is no whole number or the sum would be none of 64 bits.</returns>
    internal static (StoredIdentity Identity, long Value)? Increment(
        IStoreSession session, int environmentId, string identifier, string key, long by, long now)
    {
        var old = Find(session, environmentId, identifier)?.Traits.FirstOrDefault(trait => trait.Key == key).Value ?? TraitValue.Null;
        if (Sum(old, by) is not { } sum) return null;
        var trait = new Trait(key, TraitValue.Number(sum.ToString(CultureInfo.InvariantCulture)), Transient: false);
        return (Write(session, environmentId, identifier, [trait], now), sum);
    }

    private static long? Sum(TraitValue old, long by)
    {
        long start = 0;
        if (old.Kind != TraitKind.Null && (old.Kind != TraitKind.Integer || !long.TryParse(old.Json, CultureInfo.InvariantCulture, out start))) return null;
        var sum = (Int128)start + by;
        return sum >= long.MinValue && sum <= long.MaxValue ? (long)sum : null;
    }

    private static long? FindId(IStoreSession session, int environmentId, string identifier) =>
        session.Command(session.SelectIdentity).With("@environment", environmentId).With("@identifier", identifier).ExecuteScalar() as long?;

    private static long Create(IStoreSession session, int environmentId, string identifier, long now) =>
        (long)(session.Command(InsertIdentity)
            .With("@environment", environmentId).With("@identifier", identifier).With("@now", now)
            .ExecuteScalar() ?? throw new StorageException("The identity was not inserted.", null));

    private static void Apply(IStoreSession session, long identityId, in Trait trait, long now)
    {
        // A value for this evaluation only must never reach the disk, whoever calls.
        if (trait.Transient) return;
        if (trait.Value.Kind == TraitKind.Null)
        {
            session.Command(DeleteTrait).With("@identity", identityId).With("@key", trait.Key).ExecuteNonQuery();
            return;
        }

        session.Command(UpsertTrait)
            .With("@identity", identityId).With("@key", trait.Key)
            .With("@kind", (int)trait.Value.Kind).With("@value", trait.Value.Json).With("@now", now)
            .ExecuteNonQuery();
    }

    private static StoredTrait[] Traits(IStoreSession session, long identityId)
    {
        using var rows = session.Command(SelectTraits).With("@identity", identityId).ExecuteReader();
        var traits = new List<StoredTrait>();
        while (rows.Read())
            traits.Add(new StoredTrait(rows.GetInt64(0), rows.GetString(1), Value((TraitKind)rows.GetByte(2), rows.GetString(3))));
        return [.. traits];
    }

    private static TraitValue Value(TraitKind kind, string json) => kind switch
    {
        TraitKind.Boolean => TraitValue.Boolean(json == "true"),
        TraitKind.Integer or TraitKind.Float => TraitValue.Number(json),
        TraitKind.Text => TraitValue.Text(Text(json)),
        _ => throw new StorageException($"A stored trait has the unknown kind {(int)kind}.", null),
    };

    private static string Text(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.GetString() ?? "";
    }
}
