using System.Buffers;
using Guidon.Events;
using Guidon.Flags;
using Guidon.Server.Access;

namespace Guidon.Server.Edge;

/// <summary>
/// Published documents → live environments and keys. The only writer of both. A document that cannot be compiled is logged and leaves
/// the good one in place.
/// </summary>
internal sealed partial class EnvironmentLoader(
    IEnvironmentStore store, IEventLog log, EnvironmentRegistry registry, EnvironmentKeys keys, ILogger<EnvironmentLoader> logger)
{
    internal async Task LoadAsync(CancellationToken cancellation)
    {
        var stored = await store.LoadAsync(cancellation);
        var live = new List<LiveEnvironment>(stored.Count);
        foreach (var environment in stored)
        {
            if (await CompileAsync(environment, cancellation) is { } compiled) live.Add(compiled);
        }

        registry.Publish(live);
        keys.Publish(stored
            .Where(environment => registry.States.ContainsKey(environment.Id))
            .Select(environment => (registry.States[environment.Id], environment.ServerKeys)));
        Log.Loaded(logger, live.Count, stored.Count);
    }

    /// <summary>Publishes one environment that was compiled here, new or known. One caller at a time.</summary>
    internal void Publish(LiveEnvironment environment, IReadOnlyList<StoredServerKey> serverKeys)
    {
        registry.Publish([environment]);
        keys.Add(registry.States[environment.Id], serverKeys);
    }

    /// <returns>The live form, not published yet; <see langword="null"/> when the document was refused, and then the log says why.</returns>
    internal async Task<LiveEnvironment?> CompileAsync(StoredEnvironment environment, CancellationToken cancellation)
    {
        var read = EnvironmentDocumentReader.Read(environment.Document);
        if (read.Document is not { } document)
        {
            Log.Refused(logger, environment.Id, string.Join("; ", read.Errors));
            return null;
        }

        var set = DocumentCompiler.Compile(document);
        var table = FlagTableBuilder.Build(document, set, environment.Features);
        var tableId = await log.KeepFlagTableAsync(table, cancellation);
        return new LiveEnvironment(environment.Id, document, ForSdks(environment, document), set, tableId);
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

    private static partial class Log
    {
        [LoggerMessage(2121, LogLevel.Information, "Serving {Live} of {Stored} environments")]
        internal static partial void Loaded(ILogger logger, int live, int stored);

        [LoggerMessage(2122, LogLevel.Error, "Kept the old flags of environment {EnvironmentId}: its document was refused: {Errors}")]
        internal static partial void Refused(ILogger logger, int environmentId, string errors);
    }
}
