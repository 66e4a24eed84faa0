using System.Globalization;
using System.Text.Json;
using Guidon.Contracts.Transfer;
using Guidon.Transfer.Reading;

namespace Guidon.Transfer.Flagsmith;

/// <summary>Reads one environment of a living server.</summary>
internal sealed class ApiEnvironment(FlagsmithApi api, SourceObject source, List<ApiFeature> features, List<ApiSegment> segments, IReadOnlyList<string> integrations, bool isAtEdge, Action<string> progress)
{
    private readonly string _key = source.NeededText("api_key");
    private readonly int _id = source.Integer("id") ?? 0;

    internal async Task<EnvironmentPart> ReadAsync(bool withIdentities, CancellationToken cancellation)
    {
        var part = Settings();
        progress($"environment {part.Name}");
        return part with
        {
            FeatureStates = await StatesAsync(cancellation).ConfigureAwait(false),
            ServerKeys = [.. (await api.ListAsync($"environments/{_key}/api-keys/", cancellation).ConfigureAwait(false)).Select(Key).OfType<ServerKeyPart>()],
            Integrations = await ReceiversAsync(cancellation).ConfigureAwait(false),
            Identities = withIdentities ? await IdentitiesAsync(cancellation).ConfigureAwait(false) : [],
        };
    }

    private EnvironmentPart Settings()
    {
        var part = new EnvironmentPart
        {
            Uuid = FlagsmithDump.Uuid(source),
            Name = source.NeededText("name"),
            ApiKey = _key,
            Description = source.Text("description"),
            AllowClientTraits = source.Flag("allow_client_traits", otherwise: true),
            HideSensitiveData = source.Flag("hide_sensitive_data"),
            HideDisabledFlags = source.FlagOrNull("hide_disabled_flags"),
            UseIdentityCompositeKeyForHashing = source.Flag("use_identity_composite_key_for_hashing", otherwise: true),
            UseIdentityOverridesInLocalEval = source.Flag("use_identity_overrides_in_local_eval", otherwise: true),
            UseV2FeatureVersioning = source.Flag("use_v2_feature_versioning"),
            BannerText = source.Text("banner_text"),
            BannerColour = source.Text("banner_colour"),
            MinimumChangeRequestApprovals = source.Integer("minimum_change_request_approvals"),
        };
        source.Lose("metadata", "Custom fields do not exist here.");
        source.Ignore("project", "use_mv_v2_evaluation", "is_creating", "total_segment_overrides", "updated_at", "created_date");
        source.Close();
        return part;
    }

    private async Task<IReadOnlyList<StatePart>> StatesAsync(CancellationToken cancellation)
    {
        Dictionary<int, (int Segment, int Priority)> links = [];
        List<StatePart> states = [];
        var all = await api.ListAsync(FlagsmithApi.Path($"features/featurestates/?environment={_id}&page_size=999"), cancellation).ConfigureAwait(false);
        foreach (var feature in all.Where(each => each.Integer("feature_segment") is not null).Select(each => each.Integer("feature") ?? 0).Distinct())
        {
            foreach (var link in await api.ListAsync(FlagsmithApi.Path($"features/feature-segments/?environment={_id}&feature={feature}&page_size=999"), cancellation).ConfigureAwait(false))
                links[link.Integer("id") ?? 0] = (link.Integer("segment") ?? 0, link.Integer("priority") ?? 0);
        }

        states.AddRange(all.Where(each => each.Any("identity") is null).Select(each => State(each, links, null)).OfType<StatePart>());
        // What is left of them here is as old as the move to the edge.
        if (isAtEdge) return states;
        var own = await api.ListAsync($"environments/{_key}/featurestates/?anyIdentity=1&page_size=999", cancellation).ConfigureAwait(false);
        states.AddRange(own.Select(each => State(each, links, each.Object("identity")?.Text("identifier"))).OfType<StatePart>());
        return states;
    }

    private StatePart? State(SourceObject state, Dictionary<int, (int Segment, int Priority)> links, string? identity)
    {
        var feature = (state.Any("feature") is { ValueKind: JsonValueKind.Object } ? state.Object("feature")?.Integer("id") : state.Integer("feature")) ?? 0;
        var (known, link) = (features.Find(each => each.Id == feature), state.Integer("feature_segment"));
        var segment = link is { } id && links.TryGetValue(id, out var place) ? segments.Find(each => each.Id == place.Segment) : null;
        var value = state.Any("feature_state_value");
        if (known is null || (link is not null && segment is null) || (state.Any("live_from") is not null && state.Any("version") is null && state.Any("change_request") is not null))
        {
            state.Lose("Its feature or segment is not in the project, or it waits for approval.");
            return null;
        }

        var part = new StatePart
        {
            Uuid = FlagsmithDump.Uuid(state),
            Feature = known.Part.Name,
            Segment = segment?.Part.Uuid,
            Priority = segment is null ? null : links[link ?? 0].Priority,
            Identity = identity,
            Enabled = state.Flag("enabled"),
            FeatureStateValue = value is { ValueKind: JsonValueKind.Object } typed ? Columns(typed, state.At("feature_state_value")) : SourceValue.Of(value ?? SourceValue.Null),
            HashSeed = known.OptionIds.Count > 0 ? state.Integer("id") : null,
            MultivariateFeatureStateValues = [.. state.Items("multivariate_feature_state_values").Select(each => Share(each, known)).Where(each => each.Variant >= 0)],
        };
        state.Ignore("id", "uuid", "environment", "identity", "identity_identifier", "live_from", "created_at", "updated_at", "deleted_at", "version", "change_request", "environment_feature_version");
        state.Close();
        return part;
    }

    private static JsonElement Columns(JsonElement value, string path) => SourceValue.OfColumns(new SourceObject(value, path, new LossLog()));

    private static SharePart Share(SourceObject share, ApiFeature feature)
    {
        var option = share.Integer("multivariate_feature_option") ?? 0;
        return new SharePart(feature.OptionIds.ToList().IndexOf(option), share.Number("percentage_allocation") ?? 0);
    }

    private static ServerKeyPart? Key(SourceObject key)
    {
        var (name, text, active, expires) = (key.Text("name") ?? "Imported", key.NeededText("key"), key.Flag("active", otherwise: true), key.Time("expires_at"));
        key.Ignore("id", "created_at");
        key.Close();
        if (!text.Contains('*', StringComparison.Ordinal)) return new ServerKeyPart(name, text, active, expires);
        key.Lose("key", "The server shows no whole keys; make new ones.");
        return null;
    }

    private async Task<IReadOnlyList<IntegrationPart>> ReceiversAsync(CancellationToken cancellation)
    {
        List<IntegrationPart> receivers = [];
        foreach (var name in integrations)
        {
            foreach (var receiver in await api.ListAsync($"environments/{_key}/integrations/{name}/", cancellation).ConfigureAwait(false)) receivers.Add(new IntegrationPart(name, receiver.Unmasked()));
        }

        foreach (var receiver in await api.ListAsync($"environments/{_key}/webhooks/", cancellation).ConfigureAwait(false)) receivers.Add(new IntegrationPart("change-webhook", receiver.Unmasked()));
        return receivers;
    }

    private async Task<IReadOnlyList<IdentityPart>> IdentitiesAsync(CancellationToken cancellation)
    {
        List<IdentityPart> identities = [];
        foreach (var identity in await api.ListAsync($"environments/{_key}/identities/?page_size=999", cancellation).ConfigureAwait(false))
        {
            var traits = await api.ListAsync($"environments/{_key}/identities/{identity.Text("id")}/traits/?page_size=999", cancellation).ConfigureAwait(false);
            identities.Add(new IdentityPart(identity.NeededText("identifier"), traits.ConvertAll(each => new TraitPart(each.NeededText("trait_key"), FlagsmithTraits.Value(each)))));
            if (identities.Count % 500 == 0) progress($"{identities.Count} identities");
        }

        return identities;
    }
}
