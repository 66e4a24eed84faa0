using Guidon.Events;
using Guidon.Events.Changes;
using Guidon.Integrations.Common;
using Guidon.Integrations.Webhook;

namespace Guidon.Integrations.ChangeWebhook;

/// <summary>The bodies of Flagsmith's environment and organisation webhooks, keys in sorted order.</summary>
internal static class ChangeBody
{
    internal static ReadOnlyMemory<byte> Write(ChangeEvent change)
    {
        var json = new PythonJsonWriter();
        json.Open('{');
        json.Key("data");
        if (change.Version is { } version) WriteVersion(json, change, version);
        else if (change.Kind == EventKind.AuditCreated) WriteAudit(json, change);
        else WriteFlag(json, change);
        json.Text("event_type", TypeOf(change));
        json.Close('}');
        return json.Written;
    }

    private static string TypeOf(ChangeEvent change) =>
        change.Version is not null ? "NEW_VERSION_PUBLISHED" : change.Kind == EventKind.AuditCreated ? "AUDIT_LOG_CREATED" : change.State is null ? "FLAG_DELETED" : "FLAG_UPDATED";

    private static void WriteVersion(PythonJsonWriter json, ChangeEvent change, VersionSnapshot version)
    {
        json.Open('{');
        json.Key("feature");
        WriteNamed(json, new Named(change.Feature.Id, change.Feature.Name));
        json.Open("feature_states", '[');
        foreach (var state in version.States)
        {
            json.Open('{');
            json.Truth("enabled", state.Enabled);
            json.Open("multivariate_feature_state_values", '[');
            foreach (var variant in state.Variants) WriteVariant(json, variant);
            json.Close(']');
            json.Value("value", state.Value);
            json.Close('}');
        }

        json.Close(']');
        json.Key("published_by");
        if (version.PublishedBy is { } person)
        {
            json.Open('{');
            json.Text("email", person.Name);
            json.Integer("id", person.Id);
            json.Close('}');
        }
        else
        {
            json.Null();
        }

        json.Text("uuid", version.Uuid.ToString());
        json.Close('}');
    }

    private static void WriteFlag(PythonJsonWriter json, ChangeEvent change)
    {
        json.Open('{');
        json.Text("changed_by", change.ChangedBy);
        json.Key("new_state");
        WriteState(json, change, change.State);
        if (change.PreviousState is not null)
        {
            json.Key("previous_state");
            WriteState(json, change, change.PreviousState);
        }

        if (change.Source is { } source) json.Text("source", source);
        json.Text("timestamp", EventTime.Text(change.OccurredAt));
        json.Close('}');
    }

    private static void WriteState(PythonJsonWriter json, ChangeEvent change, FlagSnapshot? state)
    {
        if (state is null)
        {
            json.Null();
            return;
        }

        json.Open('{');
        json.Truth("enabled", state.Enabled);
        json.Key("environment");
        WriteNamed(json, change.Environment);
        json.Key("feature");
        WriteFeature(json, change.Feature, change.Project);
        json.Key("feature_segment");
        WriteSegment(json, state);
        json.Value("feature_state_value", state.Value);
        json.Integer("identity", state.IdentityId);   // an override names an identity that need not be stored
        json.Text("identity_identifier", state.Identifier);
        json.Open("multivariate_feature_state_values", '[');
        foreach (var variant in state.Variants) WriteVariant(json, variant);
        json.Close(']');
        json.Close('}');
    }

    private static void WriteFeature(PythonJsonWriter json, FeatureSnapshot feature, Named project)
    {
        json.Open('{');
        json.Text("created_date", EventTime.Text(feature.CreatedAt));
        json.Truth("default_enabled", feature.DefaultEnabled);
        json.Text("description", feature.Description);
        json.Integer("id", feature.Id);
        json.Text("initial_value", feature.InitialValue);
        json.Text("name", feature.Name);
        json.Key("project");
        WriteNamed(json, project);
        json.Text("type", feature.Type);
        json.Close('}');
    }

    private static void WriteSegment(PythonJsonWriter json, FlagSnapshot state)
    {
        if (state.Segment is not { } segment)
        {
            json.Null();
            return;
        }

        json.Open('{');
        json.Integer("priority", state.Priority);
        json.Open("segment", '{');
        json.Text("description", segment.Description);
        json.Integer("id", segment.Id);
        json.Text("name", segment.Name);
        json.Close('}');
        json.Close('}');
    }

    private static void WriteVariant(PythonJsonWriter json, VariantSnapshot variant)
    {
        json.Open('{');
        json.Integer("id", variant.Id);
        json.Open("multivariate_feature_option", '{');
        json.Integer("id", variant.OptionId);
        json.Value("value", variant.Value);
        json.Close('}');
        json.Real("percentage_allocation", variant.Percentage);
        json.Close('}');
    }

    // The receiver's audit id is a number; ours is the event's, as text, and the same in every attempt.
    private static void WriteAudit(PythonJsonWriter json, ChangeEvent change)
    {
        var (id, uuid) = change.Thing is { } thing ? (thing.Id, thing.Uuid) : change.LastState is { } state ? (state.Id, state.Uuid) : ((int?)change.Feature.Id, (Guid?)change.Feature.Uuid);
        json.Open('{');
        json.Text("author", null);   // of a person; a key has a name only
        json.Text("changed_by", change.ChangedBy);
        json.Text("created_date", EventTime.Text(change.OccurredAt));
        json.Key("environment");
        WriteNamed(json, change.Environment);
        json.Text("id", change.Id.ToString());
        json.Truth("is_system_event", change.ChangedBy.Length == 0);
        json.Text("log", change.Summary);
        json.Key("project");
        WriteNamed(json, change.Project == ChangeEvent.NoProject ? null : change.Project);
        json.Integer("related_object_id", id);
        json.Text("related_object_type", change.Thing?.Type ?? (change.Segment is not null ? "SEGMENT" : change.LastState is null ? "FEATURE" : "FEATURE_STATE"));
        json.Text("related_object_uuid", uuid?.ToString());
        if (change.Source is { } source) json.Text("source", source);
        json.Close('}');
    }

    private static void WriteNamed(PythonJsonWriter json, Named? named)
    {
        if (named is null)
        {
            json.Null();
            return;
        }

        json.Open('{');
        json.Integer("id", named.Id);
        json.Text("name", named.Name);
        json.Close('}');
    }
}
