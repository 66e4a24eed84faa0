using System.Buffers;
using Guidon.Evaluation;
using Guidon.Flags;

namespace Guidon.Server.Edge;

/// <summary>
/// Joins what is stored with what the caller sent, and stores what may be stored. The three modes of the protocol: anonymous,
/// transient, normal.
/// </summary>
internal sealed partial class IdentityResolver(IIdentityStore store, TimeProvider time, EdgeMetrics metrics, ILogger<IdentityResolver> logger)
{
    // SDKs give up after 5 to 10 seconds, and the event is waited for as well. Of a store that is known to hang nobody expects much.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_littlePatience = TimeSpan.FromMilliseconds(100);

    private bool _isFailing;   // set by the first failure, unset by the next write that works; any request

    /// <param name="environment">The environment as it is now.</param>
    /// <param name="request">What the caller sent.</param>
    /// <param name="serverSide">Server-side keys may set traits even where client-side keys may not.</param>
    /// <param name="cancellation">Stops waiting for the store.</param>
    internal async ValueTask<ResolvedIdentity> ResolveAsync(
        LiveEnvironment environment, IdentityRequest request, bool serverSide, CancellationToken cancellation)
    {
        var sent = serverSide || environment.Document.AllowClientTraits ? request.Traits : TraitList.Empty;
        if (request.Identifier is not { } identifier)
        {
            var anonymous = sent.AllTransient();
            return Join(AnonymousIdentifier.From(anonymous.Items), isAnonymous: true, isTransient: true, stored: null, anonymous);
        }

        var stored = await FindAsync(environment.Id, identifier, cancellation);
        if (request.Transient) return Join(identifier, isAnonymous: false, isTransient: true, stored, sent.AllTransient());
        var mayPersist = environment.Document.Project.Organisation.PersistTraitData;
        if (stored is null || (mayPersist && Changes(stored, sent)))
        {
            IReadOnlyList<Trait> persisted = mayPersist ? [.. sent.Items.Where(trait => !trait.Transient)] : [];
            stored = await WriteAsync(environment.Id, identifier, persisted, cancellation) ?? stored;
        }

        return Join(identifier, isAnonymous: false, isTransient: false, stored, sent);
    }

    // Looks stored keys up among the sent ones, never the reverse: the sent list has an index, so 10,000 × 10,000 stays linear.
    private static bool Changes(StoredIdentity stored, TraitList sent)
    {
        var items = sent.Span;
        var known = 0;
        for (var i = 0; i < stored.Traits.Count; i++)
        {
            var old = stored.Traits[i];
            var at = sent.IndexOf(old.Key);
            if (at < 0 || items[at].Transient) continue;
            if (!items[at].Value.Equals(old.Value)) return true;
            known++;
        }

        var kept = 0;
        foreach (ref readonly var trait in items)
        {
            if (!trait.Transient && trait.Value.Kind != TraitKind.Null) kept++;
        }

        return kept > known;
    }

    /// <summary>Stored traits in their places, overlaid by what was sent, then what is new. A null that is not transient removes.</summary>
    private static ResolvedIdentity Join(string identifier, bool isAnonymous, bool isTransient, StoredIdentity? stored, TraitList sent)
    {
        var items = sent.Span;
        var known = stored?.Traits ?? [];
        var places = ArrayPool<int>.Shared.Rent(known.Count);
        var isPlaced = ArrayPool<bool>.Shared.Rent(items.Length);
        isPlaced.AsSpan(0, items.Length).Clear();
        var (count, shared) = (0, 0);
        for (var i = 0; i < known.Count; i++)
        {
            places[i] = sent.IndexOf(known[i].Key);
            if (places[i] < 0 || isPlaced[places[i]]) continue;
            isPlaced[places[i]] = true;
            shared++;
        }

        var traits = new Trait[known.Count + items.Length - shared];
        var ids = new long[traits.Length];
        for (var i = 0; i < known.Count; i++)
        {
            Add(places[i] >= 0 ? items[places[i]] : new Trait(known[i].Key, known[i].Value, Transient: false), known[i].Id);
        }

        for (var i = 0; i < items.Length; i++)
        {
            if (!isPlaced[i]) Add(items[i], 0);
        }

        ArrayPool<int>.Shared.Return(places);
        ArrayPool<bool>.Shared.Return(isPlaced);
        if (count < traits.Length) (traits, ids) = (traits[..count], ids[..count]);
        return new ResolvedIdentity(identifier, isAnonymous, isTransient, traits, ids);

        void Add(in Trait trait, long id)
        {
            if (trait.Value.Kind == TraitKind.Null && !trait.Transient) return;
            (traits[count], ids[count++]) = (trait, id);
        }
    }

    private async ValueTask<StoredIdentity?> FindAsync(int environmentId, string identifier, CancellationToken cancellation)
    {
        var find = store.FindAsync(environmentId, identifier, cancellation);
        return find.IsCompletedSuccessfully ? find.Result : await InTimeAsync(environmentId, find.AsTask(), s_patience, cancellation);
    }

    private async ValueTask<StoredIdentity?> WriteAsync(int environmentId, string identifier, IReadOnlyList<Trait> traits, CancellationToken cancellation)
    {
        var most = Volatile.Read(ref _isFailing) ? s_littlePatience : s_patience;
        // Ends the waiting for a place among the writes; one that has its place goes on, and the traits are kept when it ends.
        using var patience = new CancellationTokenSource(most, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        var written = await InTimeAsync(environmentId, WrittenAsync(store.WriteAsync(environmentId, identifier, traits, either.Token)), most, cancellation);
        if (written is not null && _isFailing && Interlocked.Exchange(ref _isFailing, false)) Log.Recovered(logger);
        return written;

        static async Task<StoredIdentity?> WrittenAsync(ValueTask<StoredIdentity> write) => await write;
    }

    // Flags come first: when the store is down or hangs, the caller's traits still decide, they are only not kept. Each such answer is
    // counted; logged is only the first, since a full disk under load would otherwise write a line per request.
    private async ValueTask<StoredIdentity?> InTimeAsync(int environmentId, Task<StoredIdentity?> work, TimeSpan most, CancellationToken cancellation)
    {
        var answer = OrNullAsync(environmentId, work, cancellation);
        await ((Task)answer).WaitAsync(most, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (answer.IsCompleted) return await answer;
        NoteFailure(environmentId, new TimeoutException($"The store has not answered for {most.TotalSeconds} s."));
        return null;
    }

    private async Task<StoredIdentity?> OrNullAsync(int environmentId, Task<StoredIdentity?> work, CancellationToken cancellation)
    {
        try
        {
            return await work;
        }
        catch (Exception error) when (error is IdentityStoreException || (error is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            NoteFailure(environmentId, error);
            return null;
        }
    }

    private void NoteFailure(int environmentId, Exception error)
    {
        metrics.IdentityStoreFailed();
        if (!Interlocked.Exchange(ref _isFailing, true)) Log.Failing(logger, environmentId, error);
    }

    private static partial class Log
    {
        [LoggerMessage(2101, LogLevel.Error, "Answering without stored traits, first in environment {EnvironmentId}: the identity store failed")]
        internal static partial void Failing(ILogger logger, int environmentId, Exception error);

        [LoggerMessage(2102, LogLevel.Warning, "The identity store works again")]
        internal static partial void Recovered(ILogger logger);
    }
}
