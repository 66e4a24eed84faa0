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

    private async Task<LiveEnvironment?> CompileAsync(StoredEnvironment environment, CancellationToken cancellation)
    {
        var read = EnvironmentDocumentReader.Read(environment.Document);
        if (read.Document is not { } document)
        {
            Log.Refused(logger, environment.Id, string.Join("; ", read.Errors));
            return null;
        }

        var set = DocumentCompiler.Compile(document);
        var table = FlagTableBuilder.Build(environment.Id, document, set, environment.Features);
        var tableId = await log.KeepFlagTableAsync(table, cancellation);
        return new LiveEnvironment(environment.Id, document, environment.Document, set, tableId);
    }

    private static partial class Log
    {
        [LoggerMessage(2121, LogLevel.Information, "Serving {Live} of {Stored} environments")]
        internal static partial void Loaded(ILogger logger, int live, int stored);

        [LoggerMessage(2122, LogLevel.Error, "Kept the old flags of environment {EnvironmentId}: its document was refused: {Errors}")]
        internal static partial void Refused(ILogger logger, int environmentId, string errors);
    }
}
