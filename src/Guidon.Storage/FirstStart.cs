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
    /// <returns>What was created, by this call or by an earlier one with the same order; <see langword="null"/> when there is another organisation already, and then nothing was changed.</returns>
    public static async Task<FirstStartOutcome?> RunAsync(
        IControlPlaneStore store, FirstStartOrder order, UuidSource uuids, DateTimeOffset now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(store);
        // The first use of the model takes a second, and ten on a busy machine: PostgreSQL ends a transaction that stands still for so long.
        await store.ReadAsync(plane => plane.Organisations.Any(), cancellation).ConfigureAwait(false);
        try
        {
            return await store.WriteAsync(CreateOnce, cancellation).ConfigureAwait(false);
        }
        catch (StorageException)
        {
            // A commit whose answer is lost may have happened, and its keys are told once: whoever made it must learn of it.
            return await store.WriteAsync(CreateOnce, cancellation).ConfigureAwait(false);
        }

        FirstStartOutcome? CreateOnce(ControlPlane plane) => plane.Organisations.Any() ? Find(plane, order) : Create(plane, order, uuids, now);
    }

    // By the hash of the password, which has a salt of its own.
    private static FirstStartOutcome? Find(ControlPlane plane, FirstStartOrder order)
    {
        if (plane.Users.SingleOrDefault(each => each.Email == order.AdminEmail && each.PasswordHash == order.AdminPasswordHash) is not { } admin) return null;
        var organisation = plane.Members.Where(each => each.UserId == admin.Id).Select(each => each.OrganisationId).First();
        int? environment = plane.Environments.OrderBy(each => each.Id).Select(each => each.Id).FirstOrDefault() is > 0 and var id ? id : null;
        return new FirstStartOutcome(organisation, admin.Id, environment);
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
