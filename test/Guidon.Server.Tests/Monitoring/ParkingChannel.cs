using System.Collections.Immutable;
using Guidon.Delivery;
using Guidon.Delivery.Settings;

namespace Guidon.Server.Tests.Monitoring;

/// <summary>A channel as it is, with a mapper that can make nothing of any alert.</summary>
internal sealed class ParkingChannel(Integration real) : Integration
{
    public override string Name => real.Name;

    public override int MapperVersion => real.MapperVersion;

    public override IntegrationLimits Limits => real.Limits;

    public override ImmutableArray<SettingsField> Fields => real.Fields;

    public override bool SendsAlerts => true;

    public override ImmutableArray<IntegrationLevel> Levels => real.Levels;

    public override BoundIntegration Bind(SettingsValues values) => real.Bind(values) with { MapAlert = _ => Mapping.Parked("too_strange", "") };
}
