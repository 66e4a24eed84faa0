using Guidon.Storage.Model;

namespace Guidon.Storage;

/// <summary>What an empty installation is given: an organisation, its administrator, a master API key and, if wanted, the sample project.</summary>
public static class FirstStart
{
    /// <summary>All of it in one transaction, once.</summary>
    /// <param name="store">The control plane.</param>
    /// <param name="order">What to create.</param>
    /// <param name="uuids">Uuids of what is created.</param>
    /// <param name="now">Creation time, UTC.</param>
    /// <param name="cancellation">Stops the wait for the writer.</param>
    /// <returns>What was created; <see langword="null"/> when there is an organisation already, and then nothing was changed.</returns>
    public static Task<FirstStartOutcome?> RunAsync(
        IControlPlaneStore store, FirstStartOrder order, UuidSource uuids, DateTimeOffset now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.WriteAsync(plane => plane.Organisations.Any() ? null : Create(plane, order, uuids, now), cancellation);
    }

    private static FirstStartOutcome Create(ControlPlane plane, FirstStartOrder order, UuidSource uuids, DateTimeOffset now)
    {
        var organisation = new Organisation { Uuid = uuids.Next(), Name = order.OrganisationName, CreatedAt = now };
        var admin = new UserAccount
        {
            Uuid = uuids.Next(),
            Email = order.AdminEmail,
            PasswordHash = order.AdminPasswordHash,
            IsSuperuser = true,
            CreatedAt = now,
        };
        plane.AddRange(organisation, admin);
        plane.SaveChanges();
        plane.Add(new OrganisationMember { OrganisationId = organisation.Id, UserId = admin.Id, Role = OrganisationMember.Admin });
        plane.Add(new MasterApiKey
        {
            OrganisationId = organisation.Id,
            Name = "First start",
            Prefix = order.MasterKeyPrefix,
            KeyHash = order.MasterKeyHash,
            CreatedAt = now,
        });
        plane.SaveChanges();
        int? environment = order.Sample is { } keys ? new SampleProject(plane, uuids, now).Create(organisation.Id, keys) : null;
        return new FirstStartOutcome(organisation.Id, admin.Id, environment);
    }
}
