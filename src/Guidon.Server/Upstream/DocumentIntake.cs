using System.Collections.Immutable;
using Guidon.Events;
using Guidon.Flags;
using Guidon.Server.Edge;
using Guidon.Storage;

namespace Guidon.Server.Upstream;

/// <summary>
/// The only way from an answer of the upstream to what is served: checked, compiled, stored, published, in this order, so that a bad
/// document touches neither the disk nor a good one.
/// </summary>
internal sealed class DocumentIntake(EnvironmentLoader loader, IUpstreamStore store, TimeProvider time)
{
    /// <returns>Why the document was refused; <see langword="null"/> when it is served.</returns>
    internal async Task<string?> AcceptAsync(UpstreamEnvironment environment, ReadOnlyMemory<byte> json, CancellationToken cancellation)
    {
        var read = EnvironmentDocumentReader.Read(json);
        if (read.Document is not { } document) return $"the document was refused: {Shown(read.Errors)}";
        if (Refusal(environment, document) is { } refusal) return refusal;
        var stored = new StoredEnvironment { Id = environment.Id, Document = json, Features = [], ServerKeys = environment.ServerKeys };
        try
        {
            if (await loader.CompileAsync(stored, onlyNewer: false, cancellation) is not { } live) return "the document was refused by the compiler";
            await store.KeepAsync(environment.Id, json, cancellation);
            await loader.PublishAsync(stored, live, cancellation);
            return null;
        }
        catch (Exception error) when (error is StorageException or EventLogException)
        {
            // Served only once it is kept: a restart must not bring older flags back.
            return $"the document could not be stored: {error.Message}";
        }
    }

    private string? Refusal(UpstreamEnvironment environment, EnvironmentDocument document)
    {
        if (document.ApiKey != environment.Keys.ClientKey) return "the document belongs to another environment: client_side_key and server_side_key are no pair";
        return document.UpdatedAt < environment.ServedAsOf(time.GetUtcNow())
            ? "the document is older than the one that is served: a replica lags behind, or the upstream was restored from a backup; its next change ends this"
            : null;
    }

    // An operator needs the first reasons, not a hundred.
    private static string Shown(ImmutableArray<DocumentError> errors) =>
        string.Join("; ", errors.Take(3)) + (errors.Length > 3 ? $"; and {errors.Length - 3} more" : "");
}
