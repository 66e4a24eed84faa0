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
        if (change.Kind == EventKind.AuditCreated) WriteAudit(json, change);
        else WriteFlag(json, change);
        json.Key("event_type");
        json.Text(change.Kind == EventKind.AuditCreated ? "AUDIT_LOG_CREATED" : change.State is null ? "FLAG_DELETED" : "FLAG_UPDATED");
        json.Close('}');
        return json.Written;
    }

    private static void WriteFlag(PythonJsonWriter json, ChangeEvent change)
    {
        json.Open('{');
        json.Key("changed_by");
        json.Text(change.ChangedBy);
        json.Key("new_state");
        WriteState(json, change, change.State);
        if (change.PreviousState is not null)
        {
            json.Key("previous_state");
            WriteState(json, change, change.PreviousState);
        }

        json.Key("timestamp");
        json.Text(EventTime.Text(change.OccurredAt));
        json.Close('}');
    }

    private static void WriteState(PythonJsonWriter json, ChangeEvent change, FlagSnapshot? state)
    {
        if (state is null)
        {
            json.Text(null);
            return;
        }

        json.Open('{');
        json.Key("enabled");
        json.Truth(state.Enabled);
        json.Key("environment");
        WriteNamed(json, change.Environment);
        json.Key("feature");
        WriteFeature(json, change.Feature, change.Project);
        json.Key("feature_segment");
        WriteSegment(json, state);
        json.Key("feature_state_value");
        json.Value(state.Value);
        json.Key("identity");
        json.Text(null);   // an override names an identity that need not be stored
        json.Key("identity_identifier");
        json.Text(state.Identifier);
        json.Key("multivariate_feature_state_values");
        json.Open('[');
        foreach (var variant in state.Variants) WriteVariant(json, variant);
        json.Close(']');
        json.Close('}');
    }

    private static void WriteFeature(PythonJsonWriter json, FeatureSnapshot feature, Named project)
    {
        json.Open('{');
        json.Key("created_date");
        json.Text(EventTime.Text(feature.CreatedAt));
        json.Key("default_enabled");
        json.Truth(feature.DefaultEnabled);
        json.Key("description");
        json.Text(feature.Description);
        json.Key("id");
        json.Integer(feature.Id);
        json.Key("initial_value");
        json.Text(feature.InitialValue);
        json.Key("name");
        json.Text(feature.Name);
        json.Key("project");
        WriteNamed(json, project);
        json.Key("type");
        json.Text(feature.Type);
        json.Close('}');
    }

    private static void WriteSegment(PythonJsonWriter json, FlagSnapshot state)
    {
        if (state.Segment is not { } segment)
        {
            json.Text(null);
            return;
        }

        json.Open('{');
        json.Key("priority");
        json.Integer(state.Priority);
        json.Key("segment");
        json.Open('{');
        json.Key("description");
        json.Text(segment.Description);
        json.Key("id");
        json.Integer(segment.Id);
        json.Key("name");
        json.Text(segment.Name);
        json.Close('}');
        json.Close('}');
    }

    private static void WriteVariant(PythonJsonWriter json, VariantSnapshot variant)
    {
        json.Open('{');
        json.Key("id");
        json.Integer(variant.Id);
        json.Key("multivariate_feature_option");
        json.Open('{');
        json.Key("id");
        json.Integer(variant.OptionId);
        json.Key("value");
        json.Value(variant.Value);
        json.Close('}');
        json.Key("percentage_allocation");
        json.Real(variant.Percentage);
        json.Close('}');
    }

    // The receiver's audit id is a number; ours is the event's, as text, and the same in every attempt.
    private static void WriteAudit(PythonJsonWriter json, ChangeEvent change)
    {
        var (id, uuid) = change.LastState is { } state ? (state.Id, state.Uuid) : (change.Feature.Id, change.Feature.Uuid);
        json.Open('{');
        json.Key("author");
        json.Text(null);   // of a person; a key has a name only
        json.Key("changed_by");
        json.Text(change.ChangedBy);
        json.Key("created_date");
        json.Text(EventTime.Text(change.OccurredAt));
        json.Key("environment");
        WriteNamed(json, change.Environment);
        json.Key("id");
        json.Text(change.Id.ToString());
        json.Key("is_system_event");
        json.Truth(false);
        json.Key("log");
        json.Text(change.Summary);
        json.Key("project");
        WriteNamed(json, change.Project);
        json.Key("related_object_id");
        json.Integer(id);
        json.Key("related_object_type");
        json.Text(change.LastState is null ? "FEATURE" : "FEATURE_STATE");
        json.Key("related_object_uuid");
        json.Text(uuid.ToString());
        json.Close('}');
    }

    private static void WriteNamed(PythonJsonWriter json, Named? named)
    {
        if (named is null)
        {
            json.Text(null);
            return;
        }

        json.Open('{');
        json.Key("id");
        json.Integer(named.Id);
        json.Key("name");
        json.Text(named.Name);
        json.Close('}');
    }
}
