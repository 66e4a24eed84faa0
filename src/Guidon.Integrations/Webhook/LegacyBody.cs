using Guidon.Events;
using Guidon.Integrations.Common;

namespace Guidon.Integrations.Webhook;

/// <summary>
/// The body of Flagsmith's identity webhook, key by key in sorted order. Two fields differ in meaning, since the event does not
/// know Flagsmith's ids: <c>feature_segment</c> is the id of the segment whose override decided, <c>identity</c> is always null.
/// </summary>
internal static class LegacyBody
{
    internal static ReadOnlyMemory<byte> Write(EvaluatedEvent happened)
    {
        var json = new PythonJsonWriter();
        json.Open('{');
        json.Key("flags");
        json.Open('[');
        foreach (var flag in happened.Flags) WriteFlag(json, flag, happened.Table.EnvironmentId);
        json.Close(']');
        json.Key("identity");
        json.Text(happened.Identifier);
        json.Key("segments");
        WriteSegments(json, happened);
        json.Key("traits");
        json.Open('[');
        foreach (var trait in happened.Traits) WriteTrait(json, trait);
        json.Close(']');
        json.Close('}');
        return json.Written;
    }

    private static void WriteFlag(PythonJsonWriter json, in EvaluatedFlag flag, int environmentId)
    {
        var (row, outcome) = flag;
        json.Open('{');
        json.Key("enabled");
        json.Truth(outcome.Enabled);
        json.Key("environment");
        json.Integer(environmentId);
        json.Key("feature");
        WriteFeature(json, row);
        json.Key("feature_segment");
        json.Integer(outcome.SegmentId);
        json.Key("feature_state_value");
        json.Value(outcome.Value);
        json.Key("id");
        json.Integer(outcome.StateId);
        json.Key("identity");
        json.Integer(null);
        if (ValueText.IsTruthy(outcome.Value))
        {
            json.Key("percentage_allocation");
            json.Real(outcome.Weight);
        }

        json.Close('}');
    }

    private static void WriteFeature(PythonJsonWriter json, FlagRow row)
    {
        json.Open('{');
        json.Key("created_date");
        json.Text(row.CreatedAt is { } createdAt ? EventTime.Text(createdAt) : null);
        json.Key("default_enabled");
        json.Truth(row.DefaultEnabled);
        json.Key("description");
        json.Text(row.Description);
        json.Key("id");
        json.Integer(row.FeatureId);
        json.Key("initial_value");
        json.Text(row.InitialValue);
        json.Key("name");
        json.Text(row.Name);
        json.Key("type");
        json.Text(row.Type);
        json.Close('}');
    }

    private static void WriteSegments(PythonJsonWriter json, EvaluatedEvent happened)
    {
        json.Open('[');
        for (var i = 0; i < happened.Segments.Length; i++)
        {
            json.Open('{');
            json.Key("id");
            json.Integer(happened.Table.Segments[i].Id);
            json.Key("member");
            json.Truth(happened.Segments[i]);
            json.Key("name");
            json.Text(happened.Table.Segments[i].Name);
            json.Close('}');
        }

        json.Close(']');
    }

    private static void WriteTrait(PythonJsonWriter json, in EventTrait trait)
    {
        json.Open('{');
        json.Key("id");
        json.Integer(trait.Id == 0 ? null : trait.Id);
        json.Key("trait_key");
        json.Text(trait.Key);
        json.Key("trait_value");
        json.Value(trait.Value);
        json.Key("transient");
        json.Truth(trait.Transient);
        json.Close('}');
    }
}
