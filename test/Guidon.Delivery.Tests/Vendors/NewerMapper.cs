using System.Collections.Immutable;
using Guidon.Delivery.Settings;

namespace Guidon.Delivery.Tests.Vendors;

/// <summary>An integration as it is, of the next version.</summary>
public sealed class NewerMapper(Integration real) : Integration
{
    public override string Name => real.Name;

    public override int MapperVersion => real.MapperVersion + 1;

    public override IntegrationLimits Limits => real.Limits;

    public override ImmutableArray<SettingsField> Fields => real.Fields;

    public override BoundIntegration Bind(SettingsValues values) => real.Bind(values);
}
