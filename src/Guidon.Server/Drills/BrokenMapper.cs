using System.Collections.Immutable;
using Guidon.Delivery;
using Guidon.Delivery.Settings;

namespace Guidon.Server.Drills;

/// <summary>An integration of this build in all but its mapper, which is broken as a drill wants it.</summary>
internal sealed class BrokenMapper(Integration real, Func<Mapping, Mapping> breakIt) : Integration
{
    public override string Name => real.Name;

    public override int MapperVersion => real.MapperVersion + 1;

    public override IntegrationLimits Limits => real.Limits;

    public override ImmutableArray<SettingsField> Fields => real.Fields;

    public override bool WantsTraits => real.WantsTraits;

    public override bool WantsSegments => real.WantsSegments;

    public override BoundIntegration Bind(SettingsValues values)
    {
        var bound = real.Bind(values);
        return bound with { Map = happened => breakIt(bound.Map(happened)) };
    }

    /// <summary>As on 7 June 2023: a function has another signature than the mapper calls.</summary>
    internal static BrokenMapper Throwing(Integration real) =>
        new(real, _ => throw new MissingMethodException("The drill's mapper calls a function whose signature has changed."));

    /// <summary>Nothing fails, and nothing is told.</summary>
    internal static BrokenMapper Empty(Integration real) =>
        new(real, mapping => mapping.Outcome == MappingOutcome.Mapped ? Mapping.Mapped([.. mapping.Records.Select(static _ => (ReadOnlyMemory<byte>)"{}"u8.ToArray())]) : mapping);
}
