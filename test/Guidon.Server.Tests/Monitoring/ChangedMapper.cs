using System.Collections.Immutable;
using Guidon.Delivery;
using Guidon.Delivery.Settings;
using Guidon.Events;

namespace Guidon.Server.Tests.Monitoring;

/// <summary>An integration as it is, with the mapper of a bad build.</summary>
internal sealed class ChangedMapper(Integration real, int version, Func<EvaluatedEvent, Mapping, Mapping> change) : Integration
{
    public override string Name => real.Name;

    public override int MapperVersion => version;

    public override IntegrationLimits Limits => real.Limits;

    public override ImmutableArray<SettingsField> Fields => real.Fields;

    public override bool WantsTraits => real.WantsTraits;

    public override bool WantsSegments => real.WantsSegments;

    internal static ChangedMapper Throwing(Integration real, int version) =>
        new(real, version, (_, _) => throw new MissingMethodException("get_flags() takes 2 positional arguments but 3 were given"));

    public override BoundIntegration Bind(SettingsValues values)
    {
        var bound = real.Bind(values);
        return bound with { Map = happened => change(happened, bound.Map(happened)) };
    }
}
