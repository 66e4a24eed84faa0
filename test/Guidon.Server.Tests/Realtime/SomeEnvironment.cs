using System.Buffers;
using Guidon.Flags;
using Guidon.Flags.Documents;

namespace Guidon.Server.Tests.Realtime;

/// <summary>An environment without flags.</summary>
internal static class SomeEnvironment
{
    internal static readonly DateTimeOffset Time = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal static EnvironmentDocument Document(DateTimeOffset updatedAt, bool realtime = true) => new()
    {
        Id = 1,
        ApiKey = "key",
        Name = "Some",
        UpdatedAt = updatedAt,
        Project = new ProjectDocument
        {
            Id = 1,
            Name = "Some",
            EnableRealtimeUpdates = realtime,
            Organisation = new OrganisationDocument { Id = 1, Name = "Some" },
        },
    };

    internal static LiveEnvironment At(DateTimeOffset updatedAt, bool realtime = true)
    {
        var document = Document(updatedAt, realtime);
        return new LiveEnvironment(1, document, Json(document), DocumentCompiler.Compile(document), 1);
    }

    internal static StoredEnvironment Stored(EnvironmentDocument document) =>
        new() { Id = document.Id, Document = Json(document), Features = [], ServerKeys = [] };

    private static ReadOnlyMemory<byte> Json(EnvironmentDocument document)
    {
        var buffer = new ArrayBufferWriter<byte>();
        EnvironmentDocumentWriter.Write(document, buffer);
        return buffer.WrittenMemory;
    }
}
