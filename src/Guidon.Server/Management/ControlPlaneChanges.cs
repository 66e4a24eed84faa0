using Guidon.Server.Edge;
using Guidon.Storage;

namespace Guidon.Server.Management;

/// <summary>
/// The one path of every change of flags: rows and published documents in one transaction, then this node serves them and tells its
/// subscribers, then the author is answered.
/// </summary>
internal sealed class ControlPlaneChanges(IControlPlaneStore store, EnvironmentReloads reloads, UuidSource uuids, TimeProvider time)
{
    /// <param name="http">The request.</param>
    /// <param name="work">
    /// Checks and changes rows; runs alone, so that what it checked is still true when it changes. A reply that refuses undoes nothing:
    /// it must come before the first change.
    /// </param>
    internal async Task AnswerAsync(HttpContext http, Func<Change, Reply> work)
    {
        var reply = await TryAsync(work, http.RequestAborted);
        await reply.SendAsync(http);
    }

    private async Task<Reply> TryAsync(Func<Change, Reply> work, CancellationToken cancellation)
    {
        try
        {
            var (reply, environments) = await store.WriteAsync(plane => Commit(new Change(plane, uuids, time.GetUtcNow()), work), cancellation);
            await reloads.ReloadAsync(environments);
            return reply;
        }
        catch (DocumentRefusedException refused)
        {
            var errors = new FieldErrors();
            errors.Add("non_field_errors", refused.Message);
            return Reply.Invalid(errors);
        }
    }

    // The end of the transaction is also where a change becomes an event of the log: same commit, nothing between.
    private static (Reply Reply, IReadOnlyCollection<int> Environments) Commit(Change change, Func<Change, Reply> work)
    {
        var reply = work(change);
        if (reply.Refuses) return (reply, []);
        foreach (var environment in change.Environments) EnvironmentPublisher.Publish(change.Plane, environment, change.Now);
        return (reply, change.Environments);
    }
}
