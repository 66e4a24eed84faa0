namespace Guidon.Storage.Stores;

/// <summary>The edge's rows, without the control plane's model: an edge that starts while its upstream is down must be quick.</summary>
internal sealed class UpstreamStore(IStoreWriter writer, IStoreReaders readers, TimeProvider time) : IUpstreamStore
{
    // Marks the file: an edge has this organisation and project and nobody in them.
    private const string Mark = "6B1D5E6A-7F0E-8C55-9D0A-67756964656E";

    private const string FindMark = "SELECT COUNT(*) FROM organisation WHERE uuid = @mark";

    private const string FindOrganisation = "SELECT COALESCE(MAX(id), 0) FROM organisation WHERE uuid = @mark";

    private const string FindOthers = "SELECT COUNT(*) FROM organisation WHERE uuid <> @mark";

    private const string InsertOrganisation =
        """
        INSERT INTO organisation (uuid, name, created_at, persist_trait_data, stop_serving_flags, feature_analytics)
        VALUES (@mark, 'Upstream', @now, TRUE, FALSE, FALSE) ON CONFLICT DO NOTHING
        """;

    private const string InsertProject =
        """
        INSERT INTO project (uuid, organisation_id, name, created_at, hide_disabled_flags, enable_realtime_updates)
        SELECT @mark, id, 'Upstream', @now, FALSE, TRUE FROM organisation WHERE uuid = @mark ON CONFLICT DO NOTHING
        """;

    // Named by its key: the upstream may give two environments each other's names between two documents.
    private const string InsertEnvironment =
        """
        INSERT INTO environment (uuid, project_id, name, api_key, created_at, updated_at, allow_client_traits, hide_sensitive_data,
            use_identity_composite_key_for_hashing, use_identity_overrides_in_local_eval)
        SELECT @uuid, id, @key, @key, @now, @now, TRUE, FALSE, TRUE, TRUE FROM project WHERE uuid = @mark ON CONFLICT DO NOTHING
        """;

    private const string FindEnvironment = "SELECT id FROM environment WHERE api_key = @key";

    private const string DeleteKeys = "DELETE FROM server_key";

    private const string InsertKey =
        """
        INSERT INTO server_key (environment_id, name, key_hash, last_four, active, created_at)
        VALUES (@environment, 'From the configuration', @hash, @four, TRUE, @now)
        """;

    private const string DeleteUnnamedDocuments =
        "DELETE FROM environment_document WHERE environment_id NOT IN (SELECT environment_id FROM server_key)";

    private const string DeleteMasterKeys = "DELETE FROM master_api_key";

    private const string InsertMasterKey =
        """
        INSERT INTO master_api_key (organisation_id, name, prefix, key_hash, created_at, revoked)
        SELECT id, 'From the configuration', 'edge', @hash, @now, FALSE FROM organisation WHERE uuid = @mark
        """;

    private const string ReplaceDocument =
        """
        INSERT INTO environment_document (environment_id, document, features, published_at) VALUES (@environment, @document, @features, @now)
        ON CONFLICT (environment_id) DO UPDATE SET document = excluded.document, published_at = excluded.published_at
        """;

    private static readonly byte[] s_noFeatures = FeatureDetailEncoding.Encode([]);

    public ValueTask<bool> IsEdgesAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return readers.ReadAsync(IsEdges);
    }

    /// <summary>Whether the store is an edge's: its documents come from elsewhere, and it has no rows that say the same.</summary>
    internal static bool IsEdges(IStoreSession session) => session.Command(FindMark).With("@mark", Mark).ExecuteScalar() is > 0L;

    public ValueTask<int> OrganisationAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return readers.ReadAsync(static session => Convert.ToInt32(session.Command(FindOrganisation).With("@mark", Mark).ExecuteScalar(), null));
    }

    public Task<IReadOnlyDictionary<string, int>?> ReconcileAsync(UpstreamOrder order, UuidSource uuids, CancellationToken cancellation) =>
        writer.RunAsync(session => Reconcile(session, order, uuids), cancellation);

    public Task KeepAsync(int environmentId, ReadOnlyMemory<byte> document, CancellationToken cancellation) => writer.RunAsync(
        session =>
        {
            var command = session.Command(ReplaceDocument)
                .With("@environment", environmentId).With("@document", document.ToArray()).With("@features", s_noFeatures).With("@now", Now());
            var rows = command.ExecuteNonQuery();
            command.With("@document", (byte[]?)null);   // a prepared command would hold the copy until the next one
            return rows;
        },
        cancellation);

    private IReadOnlyDictionary<string, int>? Reconcile(IStoreSession session, UpstreamOrder order, UuidSource uuids)
    {
        if (session.Command(FindOthers).With("@mark", Mark).ExecuteScalar() is > 0L) return null;
        session.Command(InsertOrganisation).With("@mark", Mark).With("@now", Now()).ExecuteNonQuery();
        session.Command(InsertProject).With("@mark", Mark).With("@now", Now()).ExecuteNonQuery();
        session.Command(DeleteKeys).ExecuteNonQuery();
        var ids = order.Environments.ToDictionary(keys => keys.ClientKey, keys => Name(session, keys, uuids), StringComparer.Ordinal);
        session.Command(DeleteUnnamedDocuments).ExecuteNonQuery();
        session.Command(DeleteMasterKeys).ExecuteNonQuery();
        if (order.MasterKeyHash is { } hash)
            session.Command(InsertMasterKey).With("@mark", Mark).With("@hash", hash).With("@now", Now()).ExecuteNonQuery();
        return ids;
    }

    private int Name(IStoreSession session, UpstreamKeys keys, UuidSource uuids)
    {
        session.Command(InsertEnvironment)
            .With("@mark", Mark).With("@uuid", uuids.Next().ToString()).With("@key", keys.ClientKey).With("@now", Now()).ExecuteNonQuery();
        var id = Convert.ToInt32(session.Command(FindEnvironment).With("@key", keys.ClientKey).ExecuteScalar(), null);
        session.Command(InsertKey)
            .With("@environment", id).With("@hash", keys.ServerKeyHash).With("@four", keys.LastFour).With("@now", Now()).ExecuteNonQuery();
        return id;
    }

    private long Now() => StoreTime.ToMicroseconds(time.GetUtcNow());
}
