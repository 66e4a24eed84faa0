using Guidon.Server.Edge;
using Guidon.Events;
using Guidon.Flags;
using Guidon.Storage;
using Guidon.Storage.Audit;
using Guidon.Storage.Changes;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Server.Management;

/// <summary>
/// The one path of every change of what operators write: rows, published documents, audit records and the events that tell of them in one
/// transaction, then this node serves them and tells its subscribers, then the author is answered.
/// </summary>
internal sealed class ControlPlaneChanges(
    IControlPlaneStore store, AuditLog audit, EnvironmentReloads reloads, UuidSource uuids, EventIdSource ids, AppendSignal signal, IIdentityStore identities, TimeProvider time)
{
    /// <param name="http">The request.</param>
    /// <param name="caller">Who asks for it; the change is told under its name.</param>
    /// <param name="work">
    /// Checks and changes rows; runs alone, so that what it checked is still true when it changes. A reply that refuses undoes nothing:
    /// it must come before the first change.
    /// </param>
    /// <param name="then">What follows when it is committed, before the author is answered.</param>
    internal async Task AnswerAsync(HttpContext http, Caller caller, Func<Change, Reply> work, Func<Task>? then = null)
    {
        var reply = await DoAsync(caller, work, http.RequestAborted);
        if (then is not null && !reply.Refuses) await then();
        await reply.SendAsync(http);
    }

    /// <summary>The same for changes of flags, which come in bursts: those that wait for each other share their documents (decision 420).</summary>
    /// <param name="http">The request.</param>
    /// <param name="caller">As above.</param>
    /// <param name="work">As above; may run twice.</param>
    internal async Task AnswerTogetherAsync(HttpContext http, Caller caller, Func<Change, Reply> work)
    {
        var reply = await DoAsync(() => store.WriteTogetherAsync(plane => Commit(New(plane, caller), work, LeavePublishing), http.RequestAborted));
        await reply.SendAsync(http);
    }

    /// <summary>A change that nobody waits for, or a part of one that is made in steps; the reply says what became of it.</summary>
    internal Task<Reply> DoAsync(Caller caller, Func<Change, Reply> work, CancellationToken cancellation) =>
        DoAsync(() => store.WriteAsync(plane => Commit(New(plane, caller), work, Publish), cancellation));

    private async Task<Reply> DoAsync(Func<Task<(Reply Reply, Change? Change)>> write)
    {
        try
        {
            var (reply, change) = await write();
            foreach (var (environment, identifier) in change?.Forgotten ?? []) identities.Forget(environment, identifier);
            foreach (var stream in change?.Streams ?? []) signal.Raise(stream);
            await reloads.ReloadAsync(change is null ? [] : change.Environments.Union(change.Reloads));
            return reply;
        }
        catch (TrialEndedException trial)
        {
            return trial.Reply;
        }
        catch (DocumentRefusedException refused)
        {
            var errors = new FieldErrors();
            errors.Add("non_field_errors", refused.Message);
            return Reply.Invalid(errors);
        }
    }

    private Change New(ControlPlane plane, Caller caller) => new(plane, caller, uuids, time.GetUtcNow());

    private static void Publish(Change change) => EnvironmentPublisher.Publish(change.Plane, change.Environments, change.Now);

    private static void LeavePublishing(Change change) => change.Plane.Unpublished.UnionWith(change.Environments);

    // The end of the transaction is also where a change becomes an event of the log: same commit, nothing between.
    private (Reply Reply, Change? Change) Commit(Change change, Func<Change, Reply> work, Action<Change> publish)
    {
        var journal = new ChangeJournal(change.Plane);
        var rows = new AuditJournal(change.Plane);
        var reply = work(change);
        if (reply.Refuses) return (reply, null);
        change.Plane.SaveChanges();
        publish(change);
        if (reply.IsTrial) throw new TrialEndedException(reply);
        var changed = journal.Close();
        var teller = new ChangeTeller(change.Plane, ids, change.Caller.Name, change.Now, change.Source.Length > 0 ? change.Source : null);
        teller.Tell(changed);
        teller.Tell(change.Version(teller.Versioned));
        audit.Append(change.Plane, change.Caller, [.. teller.Audited.Select(audit.EntryOf), .. rows.Close(), .. change.Noted], change.Now, change.Source);
        Mark(change, changed);
        change.Streams = [.. change.Plane.Outbox.Select(told => told.EnvironmentId).Distinct()];
        return (reply, change);
    }

    // Lists show how old a flag is; from its states that would be as many rows as there are environments.
    private static void Mark(Change change, ChangedRows changed)
    {
        var ids = changed.States.Select(pair => (pair.New ?? pair.Old)?.Feature.Id ?? 0).Concat(changed.Features.Select(pair => pair.New?.Id ?? 0)).ToHashSet();
        if (ids.Count == 0) return;
        var one = ids.First();
        // A list as a parameter is a statement that is made anew each time, and most changes are of one feature.
        var features = ids.Count == 1 ? change.Plane.Features.Where(each => each.Id == one) : change.Plane.Features.Where(each => ids.Contains(each.Id));
        features.ExecuteUpdate(set => set.SetProperty(each => each.ChangedAt, change.Now));
    }
}
