using System.Buffers;
using Guidon.Evaluation;
using Guidon.Events;
using Guidon.Flags;
using Guidon.Server.Access;
using Guidon.Server.Realtime;

namespace Guidon.Server.Edge;

/// <summary>
/// Published documents → live environments, keys and the news of a change. The only writer of all three, one load after the other. A
/// document that cannot be compiled is logged and leaves the good one in place.
/// </summary>
internal sealed partial class EnvironmentLoader(
    IEnvironmentStore store, IEventLog log, EnvironmentRegistry registry, EnvironmentKeys keys, RealtimeNews news,
    ILogger<EnvironmentLoader> logger) : IDisposable
{
    // What is read inside is never older than what the load before has read.
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Everything, at the start.</summary>
    internal async Task LoadAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            var stored = await store.LoadAsync(cancellation);
            var live = await PublishAsync(stored, cancellation);
            Log.Loaded(logger, live, stored.Count);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// Environments after their change; returns when requests are answered from the newest documents. Does nothing for those that are already,
    /// so that many changes at once cost one load.
    /// </summary>
    /// <param name="environmentIds">A few: all of them are in memory twice until they are swapped.</param>
    /// <param name="cancellation">Stops the wait for its turn and for the log.</param>
    /// <exception cref="EventLogException">A flag table could not be kept; the old flags are served.</exception>
    internal async Task ReloadAsync(IReadOnlyCollection<int> environmentIds, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            var stored = await store.FindAsync(environmentIds, cancellation);
            await PublishAsync(stored, cancellation);
            foreach (var gone in environmentIds.Except(stored.Select(each => each.Id))) Retract(gone);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>One environment that was compiled by <see cref="CompileAsync"/> and stored since.</summary>
    internal async Task PublishAsync(StoredEnvironment stored, LiveEnvironment live, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            Publish([stored], [live]);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<int> PublishAsync(IReadOnlyList<StoredEnvironment> stored, CancellationToken cancellation)
    {
        List<Compiled> compiled = [.. stored.Select(environment => Compile(environment, onlyNewer: true)).OfType<Compiled>()];
        var live = await KeepAsync(compiled, cancellation);
        Publish(stored, live);
        return live.Count;
    }

    private void Publish(IReadOnlyList<StoredEnvironment> stored, IReadOnlyList<LiveEnvironment> live)
    {
        registry.Publish(live);
        // After the swap: whoever hears of a change must find it. Before the keys: whoever has one must find news.
        foreach (var environment in live) news.Announce(environment);
        keys.Publish([
            .. stored.Where(environment => registry.States.ContainsKey(environment.Id))
                .Select(environment => (registry.States[environment.Id], environment.ServerKeys)),
        ]);
    }

    // Keys first: whoever gets in finds an environment.
    private void Retract(int environmentId)
    {
        if (!registry.States.TryGetValue(environmentId, out var state)) return;
        keys.Retract(state);
        registry.Retract(environmentId);
    }

    /// <param name="environment">Stored, or about to be.</param>
    /// <param name="onlyNewer">Leave out what is not newer than what is served.</param>
    /// <param name="cancellation">Stops the wait for the log.</param>
    /// <returns>The live form, not published; <see langword="null"/> when the document is refused, and then the log says why, or left out.</returns>
    /// <exception cref="EventLogException">The flag table could not be kept.</exception>
    internal async Task<LiveEnvironment?> CompileAsync(StoredEnvironment environment, bool onlyNewer, CancellationToken cancellation) =>
        Compile(environment, onlyNewer) is { } compiled ? (await KeepAsync([compiled], cancellation))[0] : null;

    private Compiled? Compile(StoredEnvironment environment, bool onlyNewer)
    {
        var read = EnvironmentDocumentReader.Read(environment.Document);
        if (read.Document is not { } document)
        {
            Log.Refused(logger, environment.Id, string.Join("; ", read.Errors));
            return null;
        }

        if (onlyNewer && registry.States.TryGetValue(environment.Id, out var state) && document.UpdatedAt <= state.Current.Document.UpdatedAt) return null;
        var set = DocumentCompiler.Compile(document);
        return new Compiled(environment, document, set, FlagTableBuilder.Build(document, set, environment.Features));
    }

    // Their flag tables in one commit and not in one for each.
    private async Task<List<LiveEnvironment>> KeepAsync(IReadOnlyList<Compiled> compiled, CancellationToken cancellation)
    {
        if (compiled.Count == 0) return [];
        var tables = await log.KeepFlagTablesAsync([.. compiled.Select(each => each.Table)], cancellation);
        return
        [
            .. compiled.Zip(tables, (each, table) => new LiveEnvironment(
                each.Stored.Id, each.Document, ForSdks(each.Stored, each.Document), each.Set, table, registry.States.GetValueOrDefault(each.Stored.Id)?.Current)),
        ];
    }

    // What is published carries the identity overrides in any case, since this node evaluates with them; SDKs see them only where
    // the environment says so.
    private static ReadOnlyMemory<byte> ForSdks(StoredEnvironment environment, EnvironmentDocument document)
    {
        if (document.UseIdentityOverridesInLocalEval) return environment.Document;
        var buffer = new ArrayBufferWriter<byte>();
        EnvironmentDocumentWriter.Write(document with { IdentityOverrides = [] }, buffer);
        return buffer.WrittenMemory;
    }

    private sealed record Compiled(StoredEnvironment Stored, EnvironmentDocument Document, FlagSet Set, FlagTable Table);

    private static partial class Log
    {
        [LoggerMessage(2121, LogLevel.Information, "Serving {Live} of {Stored} environments")]
        internal static partial void Loaded(ILogger logger, int live, int stored);

        [LoggerMessage(2122, LogLevel.Error, "Kept the old flags of environment {EnvironmentId}: its document was refused: {Errors}")]
        internal static partial void Refused(ILogger logger, int environmentId, string errors);
    }
}
