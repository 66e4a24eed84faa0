using Guidon.Delivery;
using Guidon.Events;
using Guidon.Flags;
using Guidon.Storage.Model;

namespace Guidon.Storage.Tests;

/// <summary>The ports of one open store, whatever engine is behind them.</summary>
public abstract class TestStore : IAsyncDisposable
{
    public abstract IEventLog EventLog { get; }

    public abstract IDeliveryStore Deliveries { get; }

    public abstract IIdentityStore Identities { get; }

    public abstract IUsageStore Usage { get; }

    public abstract IEnvironmentStore Environments { get; }

    public abstract IControlPlaneStore ControlPlane { get; }

    public abstract ValueTask DisposeAsync();

    /// <summary>Environments to hang destinations on.</summary>
    public async Task<int[]> AddEnvironmentsAsync(int count) => await ControlPlane.WriteAsync(
        plane =>
        {
            var now = DateTimeOffset.UnixEpoch;
            var organisation = new Organisation { Uuid = Guid.NewGuid(), Name = "Acme", CreatedAt = now };
            plane.Add(organisation);
            plane.SaveChanges();
            var project = new Project { Uuid = Guid.NewGuid(), OrganisationId = organisation.Id, Name = "Shop", CreatedAt = now };
            plane.Add(project);
            plane.SaveChanges();
            ProjectEnvironment[] environments = [.. Enumerable.Range(1, count).Select(n => new ProjectEnvironment
            {
                Uuid = Guid.NewGuid(),
                ProjectId = project.Id,
                Name = "Environment " + n,
                ApiKey = "key-" + n,
                CreatedAt = now,
                UpdatedAt = now,
            })];
            plane.AddRange(environments);
            plane.SaveChanges();
            return environments.Select(environment => environment.Id).ToArray();
        },
        default);
}
