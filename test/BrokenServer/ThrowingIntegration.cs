using System.Collections.Immutable;
using Guidon.Delivery;
using Guidon.Delivery.Settings;

namespace Guidon.BrokenServer;

/// <summary>An integration as it is, but for a mapper whose contract changed under it.</summary>
public sealed class ThrowingIntegration(Integration real) : Integration
{
    public override string Name => real.Name;

    public override int MapperVersion => real.MapperVersion;

    public override IntegrationLimits Limits => real.Limits;

    public override ImmutableArray<SettingsField> Fields => real.Fields;

    public override bool WantsTraits => real.WantsTraits;

    public override bool WantsSegments => real.WantsSegments;

    public override BoundIntegration Bind(SettingsValues values) =>
        real.Bind(values) with { Map = _ => throw new MissingMethodException("get_flags() takes 2 positional arguments but 3 were given") };
}
