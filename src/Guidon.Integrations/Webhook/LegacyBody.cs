using Guidon.Events;
using Guidon.Integrations.Common;

namespace Guidon.Integrations.Webhook;

/// <summary>
/// The body of Flagsmith's identity webhook, key by key in sorted order. Two fields differ in meaning, since the event does not
/// know Flagsmith's ids: <c>feature_segment</c> is the id of the segment whose override decided, <c>identity</c> is always null.
/// </summary>
internal static class LegacyBody
{
    private const int HeadBytes = 2_048;   // what is not a flag, as most events have it
    private const int FlagBytes = 384;     // keys and small values; a description of some words

    internal static ReadOnlyMemory<byte> Write(EvaluatedEvent happened)
    {
        var json = new PythonJsonWriter(HeadBytes + happened.Flags.Length * FlagBytes);
        json.Open('{');
        json.Open("flags", '[');
        foreach (var flag in happened.Flags) WriteFlag(json, flag, happened.Table.EnvironmentId);
        json.Close(']');
        json.Text("identity", happened.Identifier);
        json.Key("segments");
        WriteSegments(json, happened);
        json.Open("traits", '[');
        foreach (var trait in happened.Traits) WriteTrait(json, trait);
        json.Close(']');
        json.Close('}');
        return json.Written;
    }

    private static void WriteFlag(PythonJsonWriter json, in EvaluatedFlag flag, int environmentId)
    {
        var (row, outcome) = flag;
        json.Open('{');
        json.Truth("enabled", outcome.Enabled);
        json.Integer("environment", environmentId);
        json.Key("feature");
        WriteFeature(json, row);
        json.Integer("feature_segment", outcome.SegmentId);
        json.Value("feature_state_value", outcome.Value);
        json.Integer("id", outcome.StateId);
        json.Integer("identity", null);
        if (ValueText.IsTruthy(outcome.Value)) json.Real("percentage_allocation", outcome.Weight);
        json.Close('}');
    }

    private static void WriteFeature(PythonJsonWriter json, FlagRow row)
    {
        json.Open('{');
        json.Text("created_date", row.CreatedAt is { } createdAt ? EventTime.Text(createdAt) : null);
        json.Truth("default_enabled", row.DefaultEnabled);
        json.Text("description", row.Description);
        json.Integer("id", row.FeatureId);
        json.Text("initial_value", row.InitialValue);
        json.Text("name", row.Name);
        json.Text("type", row.Type);
        json.Close('}');
    }

    private static void WriteSegments(PythonJsonWriter json, EvaluatedEvent happened)
    {
        json.Open('[');
        for (var i = 0; i < happened.Segments.Length; i++)
        {
            json.Open('{');
            json.Integer("id", happened.Table.Segments[i].Id);
            json.Truth("member", happened.Segments[i]);
            json.Text("name", happened.Table.Segments[i].Name);
            json.Close('}');
        }

        json.Close(']');
    }

    private static void WriteTrait(PythonJsonWriter json, in EventTrait trait)
    {
        json.Open('{');
        json.Integer("id", trait.Id == 0 ? null : trait.Id);
        json.Text("trait_key", trait.Key);
        json.Value("trait_value", trait.Value);
        json.Truth("transient", trait.Transient);
        json.Close('}');
    }
}
