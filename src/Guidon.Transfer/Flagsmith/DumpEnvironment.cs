using System.Globalization;
using System.Text.Json;
using Guidon.Contracts.Transfer;
using Guidon.Transfer.Reading;

namespace Guidon.Transfer.Flagsmith;

/// <summary>One environment of a dump with its live states, keys, receivers and identities.</summary>
internal sealed class DumpEnvironment(Dump dump, DumpRecord environment, IReadOnlyList<DumpRecord> features, DateTimeOffset now)
{
    /// <summary>How models of receivers end; before it stands what we call them too.</summary>
    internal const string Receiver = "configuration";

    private const string Older = "An older version of the state.";

    internal EnvironmentPart Read()
    {
        var fields = environment.Fields;
        var part = new EnvironmentPart
        {
            Uuid = FlagsmithDump.Uuid(fields),
            Name = fields.NeededText("name"),
            ApiKey = fields.Text("api_key"),
            Description = fields.Text("description"),
            AllowClientTraits = fields.Flag("allow_client_traits", otherwise: true),
            HideSensitiveData = fields.Flag("hide_sensitive_data"),
            HideDisabledFlags = fields.FlagOrNull("hide_disabled_flags"),
            UseIdentityCompositeKeyForHashing = fields.Flag("use_identity_composite_key_for_hashing", otherwise: true),
            UseIdentityOverridesInLocalEval = fields.Flag("use_identity_overrides_in_local_eval", otherwise: true),
            UseV2FeatureVersioning = fields.Flag("use_v2_feature_versioning"),
            BannerText = fields.Text("banner_text"),
            BannerColour = fields.Text("banner_colour"),
            MinimumChangeRequestApprovals = fields.Integer("minimum_change_request_approvals"),
            FeatureStates = [.. States()],
            ServerKeys = [.. dump.Of("environmentapikey", "environment", environment).Select(Key)],
            Integrations = [.. Receivers()],
            Identities = [.. dump.Of("identity", "environment", environment).Select(Identity)],
        };
        fields.Ignore("project", "created_date", "updated_at", "uuid", "webhooks_enabled", "webhook_url", "is_creating", "api_key_id", "deleted_at");
        fields.Close();
        return part;
    }

    // Of each state the newest row that is live counts. Versions are numbered, or published as a whole with a time: what the newest of those does not have was removed.
    private IEnumerable<StatePart> States()
    {
        var names = features.SelectMany(feature => feature.Keys.Select(key => (key, Name: feature.Fields.NeededText("name"), Feature: feature))).DistinctBy(each => each.key).ToDictionary(each => each.key);
        var all = dump.Of("featurestate", "environment", environment).Where(each => names.ContainsKey(each.To("feature"))).ToLookup(IsLive);
        foreach (var waiting in all[false]) waiting.Fields.Lose("It is not live: a change that waits for approval or for its time.");
        var published = all[true].Where(each => VersionOf(each).Length > 0).GroupBy(each => names[each.To("feature")].Name).ToDictionary(each => each.Key, each => VersionOf(each.MaxBy(Since) ?? each.First()));
        var live = all[true].ToLookup(each => each.To("identity").Length > 0 || !published.TryGetValue(names[each.To("feature")].Name, out var newest) || VersionOf(each) == newest);
        foreach (var old in live[false]) old.Fields.Lose(Older);
        var states = live[true].GroupBy(each => (names[each.To("feature")].Name, Segment: SegmentOf(each)?.To("segment") ?? "", Identity: each.To("identity")))
            .Select(same => same.OrderBy(each => each.Fields.Integer("version") ?? -1).ThenBy(Since).ToList());
        foreach (var versions in states)
        {
            foreach (var old in versions.SkipLast(1)) old.Fields.Lose(Older);
            var current = versions[^1];
            if (State(current, names[current.To("feature")]) is { } part) yield return part;
        }
    }

    private static string VersionOf(DumpRecord state) => state.To("environment_feature_version");

    private DumpRecord? PublishedIn(DumpRecord state) => dump.Find("environmentfeatureversion", VersionOf(state));

    // A draft has no number, or its version has no time.
    private bool IsLive(DumpRecord state) => PublishedIn(state) is { } version
        ? !version.Fields.IsNull("published_at") && version.Fields.Time("live_from") <= now.UtcDateTime
        : !state.Fields.IsNull("version") && (state.Fields.Time("live_from") is not { } from || from <= now.UtcDateTime);

    private DateTime Since(DumpRecord state) => PublishedIn(state)?.Fields.Time("live_from") ?? state.Fields.Time("live_from") ?? state.Fields.Time("created_at") ?? DateTime.MinValue;

    private DumpRecord? SegmentOf(DumpRecord state) => dump.Find("featuresegment", state.To("feature_segment"));

    private StatePart? State(DumpRecord state, (string Key, string Name, DumpRecord Feature) feature)
    {
        var fields = state.Fields;
        var (link, identity) = (SegmentOf(state), dump.Find("identity", state.To("identity")));
        var segment = link is null ? null : dump.Find("segment", link.To("segment"));
        var options = dump.Of("multivariatefeatureoption", "feature", feature.Feature).ToList();
        var value = dump.Of("featurestatevalue", "feature_state", state).FirstOrDefault();
        if ((state.To("feature_segment").Length > 0 && segment is null) || (state.To("identity").Length > 0 && identity is null))
        {
            fields.Lose("The segment or identity that it is for is not in the dump.");
            return null;
        }

        var part = new StatePart
        {
            Uuid = FlagsmithDump.Uuid(fields),
            Feature = feature.Name,
            Segment = segment is null ? null : FlagsmithDump.KeyOf(segment),
            Priority = segment is null ? null : link?.Fields.Integer("priority") ?? 0,
            Identity = identity?.Fields.Text("identifier"),
            Enabled = fields.Flag("enabled"),
            FeatureStateValue = value is null ? SourceValue.Null : SourceValue.OfColumns(value.Fields),
            HashSeed = options.Count > 0 && state.Keys is [var pk, ..] && int.TryParse(pk, CultureInfo.InvariantCulture, out var id) ? id : null,
            MultivariateFeatureStateValues = [.. dump.Of("multivariatefeaturestatevalue", "feature_state", state)
                .Select(each => new SharePart(options.FindIndex(option => option.Keys.Contains(each.To("multivariate_feature_option"))), each.Fields.Number("percentage_allocation") ?? 0)).Where(each => each.Variant >= 0)],
        };
        fields.Ignore("feature", "environment", "version", "live_from", "created_at", "updated_at", "uuid", "feature_segment", "identity", "environment_feature_version", "deleted_at");
        fields.Lose("change_request", "Change requests are not carried.");
        fields.Close();
        return part;
    }

    private static ServerKeyPart Key(DumpRecord key)
    {
        var part = new ServerKeyPart(key.Fields.Text("name") ?? "Imported", key.Fields.NeededText("key"), key.Fields.Flag("active", otherwise: true), key.Fields.Time("expires_at"));
        key.Fields.Ignore("environment", "created_at");
        key.Fields.Close();
        return part;
    }

    private IEnumerable<IntegrationPart> Receivers()
    {
        foreach (var model in dump.Models.Where(model => model.EndsWith(Receiver, StringComparison.Ordinal)))
        {
            foreach (var receiver in dump.Of(model, "environment", environment)) yield return new IntegrationPart(model[..^Receiver.Length], Settings(receiver, ["base_url", "api_key", "url", "secret"]));
        }

        foreach (var webhook in dump.Of("webhook", "environment", environment)) yield return new IntegrationPart("change-webhook", Settings(webhook, ["url", "secret", "enabled"]));
    }

    private static JsonElement Settings(DumpRecord receiver, string[] names)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var name in names.Where(name => receiver.Fields.Any(name) is not null))
            {
                json.WritePropertyName(name);
                receiver.Fields.Any(name)?.WriteTo(json);
            }

            json.WriteEndObject();
        }

        receiver.Fields.Ignore("environment", "created_at", "updated_at", "deleted_at", "uuid");
        receiver.Fields.Close();
        return JsonElement.Parse(buffer.ToArray());
    }

    private IdentityPart Identity(DumpRecord identity)
    {
        identity.Fields.Ignore("environment", "created_date");
        identity.Fields.Close();
        return new IdentityPart(identity.Fields.NeededText("identifier"), [.. dump.Of("trait", "identity", identity).Select(Trait)]);
    }

    private static TraitPart Trait(DumpRecord trait)
    {
        var part = new TraitPart(trait.Fields.NeededText("trait_key"), FlagsmithTraits.Value(trait.Fields));
        trait.Fields.Ignore("identity", "created_date", "string_value", "integer_value", "float_value", "boolean_value", "value_type");
        trait.Fields.Close();
        return part;
    }
}
