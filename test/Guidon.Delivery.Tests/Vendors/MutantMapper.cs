using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Guidon.Delivery.Settings;

namespace Guidon.Delivery.Tests.Vendors;

/// <summary>An integration whose records are changed behind its mapper.</summary>
internal sealed class MutantMapper(Integration real, Action<JsonObject> mutate, int versionAhead = 0) : Integration
{
    public override string Name => real.Name;

    public override int MapperVersion => real.MapperVersion + versionAhead;

    public override IntegrationLimits Limits => real.Limits;

    public override ImmutableArray<SettingsField> Fields => real.Fields;

    public override BoundIntegration Bind(SettingsValues values)
    {
        var bound = real.Bind(values);
        return bound with { Map = happened => Mutated(bound.Map(happened)) };
    }

    private Mapping Mutated(Mapping mapping) => mapping.Outcome != MappingOutcome.Mapped ? mapping : Mapping.Mapped([.. mapping.Records.Select(json =>
    {
        var record = JsonNode.Parse(json.Span)!.AsObject();
        mutate(record);
        return (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(record.ToJsonString());
    })]);
}
