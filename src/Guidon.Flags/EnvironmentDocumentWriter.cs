using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Guidon.Flags.Documents;

namespace Guidon.Flags;

/// <summary>
/// Writes documents in exactly the v1 shape, with every member that any official SDK needs: lists are never null, options stand in the
/// order of their ids, times carry microseconds and an offset.
/// </summary>
public static class EnvironmentDocumentWriter
{
    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ss.ffffffzzz";

    // Letters of any script as they are: the bytes go to JSON parsers, never into a page.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes compact UTF-8.</summary>
    public static void Write(EnvironmentDocument document, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(document);
        using var writer = new Utf8JsonWriter(output, Options);
        WriteEnvironment(writer, document);
    }

    private static void WriteEnvironment(Utf8JsonWriter writer, EnvironmentDocument document)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", document.Id);
        writer.WriteString("api_key", document.ApiKey);
        writer.WriteString("name", document.Name);
        WriteTime(writer, "updated_at", document.UpdatedAt);
        writer.WriteBoolean("allow_client_traits", document.AllowClientTraits);
        writer.WriteBoolean("hide_sensitive_data", document.HideSensitiveData);
        if (document.HideDisabledFlags is { } hide) writer.WriteBoolean("hide_disabled_flags", hide);
        else writer.WriteNull("hide_disabled_flags");
        writer.WriteBoolean("use_identity_composite_key_for_hashing", document.UseIdentityCompositeKeyForHashing);
        writer.WriteBoolean("use_identity_overrides_in_local_eval", document.UseIdentityOverridesInLocalEval);
        writer.WritePropertyName("project");
        WriteProject(writer, document.Project);
        WriteList(writer, "feature_states", document.FeatureStates, WriteState);
        WriteList(writer, "identity_overrides", document.IdentityOverrides, WriteIdentityOverride);
        writer.WriteEndObject();
    }

    private static void WriteProject(Utf8JsonWriter writer, ProjectDocument project)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", project.Id);
        writer.WriteString("name", project.Name);
        writer.WriteBoolean("hide_disabled_flags", project.HideDisabledFlags);
        writer.WriteBoolean("enable_realtime_updates", project.EnableRealtimeUpdates);
        WriteList(writer, "server_key_only_feature_ids", project.ServerKeyOnlyFeatureIds, static (target, id) => target.WriteNumberValue(id));
        writer.WritePropertyName("organisation");
        WriteOrganisation(writer, project.Organisation);
        WriteList(writer, "segments", project.Segments, WriteSegment);
        writer.WriteEndObject();
    }

    private static void WriteOrganisation(Utf8JsonWriter writer, OrganisationDocument organisation)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", organisation.Id);
        writer.WriteString("name", organisation.Name);
        writer.WriteBoolean("feature_analytics", organisation.FeatureAnalytics);
        writer.WriteBoolean("stop_serving_flags", organisation.StopServingFlags);
        writer.WriteBoolean("persist_trait_data", organisation.PersistTraitData);
        writer.WriteEndObject();
    }

    private static void WriteSegment(Utf8JsonWriter writer, SegmentDocument segment)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", segment.Id);
        writer.WriteString("name", segment.Name);
        WriteList(writer, "rules", segment.Rules, WriteRule);
        WriteList(writer, "feature_states", segment.FeatureStates, WriteState);
        writer.WriteEndObject();
    }

    private static void WriteRule(Utf8JsonWriter writer, RuleDocument rule)
    {
        writer.WriteStartObject();
        writer.WriteString("type", rule.Type);
        WriteList(writer, "rules", rule.Rules, WriteRule);
        WriteList(writer, "conditions", rule.Conditions, WriteCondition);
        writer.WriteEndObject();
    }

    private static void WriteCondition(Utf8JsonWriter writer, ConditionDocument condition)
    {
        writer.WriteStartObject();
        writer.WriteString("operator", condition.Operator);
        writer.WriteString("property_", condition.Property);
        writer.WriteString("value", condition.Value);
        writer.WriteEndObject();
    }

    private static void WriteState(Utf8JsonWriter writer, FeatureStateDocument state)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("feature");
        writer.WriteNumber("id", state.Feature.Id);
        writer.WriteString("name", state.Feature.Name);
        writer.WriteString("type", state.Feature.Type);
        writer.WriteEndObject();
        writer.WriteBoolean("enabled", state.Enabled);
        WriteNumber(writer, "django_id", state.DjangoId);
        if (state.FeatureSegmentPriority is { } priority)
        {
            writer.WriteStartObject("feature_segment");
            writer.WriteNumber("priority", priority);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNull("feature_segment");
        }

        writer.WriteString("featurestate_uuid", state.FeatureStateUuid);
        WriteRaw(writer, "feature_state_value", state.ValueJson);
        // The Rust SDK splits in document order.
        var values = state.MultivariateValues.IsDefaultOrEmpty ? [] : state.MultivariateValues.OrderBy(value => value.Id ?? int.MaxValue).ToImmutableArray();
        WriteList(writer, "multivariate_feature_state_values", values, WriteMultivariate);
        writer.WriteEndObject();
    }

    private static void WriteMultivariate(Utf8JsonWriter writer, MultivariateDocument value)
    {
        writer.WriteStartObject();
        WriteNumber(writer, "id", value.Id);
        // Always with a fraction: the schema's type is a float, and typed clients take it at its word.
        WriteRaw(writer, "percentage_allocation", FloatText(value.PercentageAllocation));
        writer.WriteString("mv_fs_value_uuid", value.Uuid);
        writer.WriteStartObject("multivariate_feature_option");
        writer.WriteNumber("id", value.OptionId);
        WriteRaw(writer, "value", value.OptionValueJson);
        writer.WriteString("key", value.OptionKey);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteIdentityOverride(Utf8JsonWriter writer, IdentityOverrideDocument identity)
    {
        writer.WriteStartObject();
        writer.WriteString("identifier", identity.Identifier);
        writer.WriteString("environment_api_key", identity.EnvironmentApiKey);
        WriteTime(writer, "created_date", identity.CreatedAt);
        writer.WriteString("identity_uuid", identity.IdentityUuid);
        WriteNumber(writer, "django_id", identity.DjangoId);
        writer.WriteString("dashboard_alias", identity.DashboardAlias);
        writer.WriteString("composite_key", $"{identity.EnvironmentApiKey}_{identity.Identifier}");
        writer.WriteStartArray("identity_traits");
        writer.WriteEndArray();
        WriteList(writer, "identity_features", identity.Features, WriteState);
        writer.WriteEndObject();
    }

    private static void WriteList<T>(Utf8JsonWriter writer, string name, ImmutableArray<T> items, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray(name);
        if (!items.IsDefault)
            foreach (var item in items) write(writer, item);
        writer.WriteEndArray();
    }

    private static void WriteTime(Utf8JsonWriter writer, string name, DateTimeOffset time) =>
        writer.WriteString(name, time.ToString(TimeFormat, CultureInfo.InvariantCulture));

    private static string FloatText(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return double.IsInteger(value) ? text + ".0" : text;
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, long? number)
    {
        if (number is { } value) writer.WriteNumber(name, value);
        else writer.WriteNull(name);
    }

    private static void WriteRaw(Utf8JsonWriter writer, string name, string json)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(json, skipInputValidation: true);
    }
}
