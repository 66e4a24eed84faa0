using System.Text.Json;
using Guidon.Server.Edge;
using Guidon.Server.Management.Segments;

namespace Guidon.Server.Management.Transfers;

/// <summary>A segment of a file.</summary>
internal sealed class WantedSegment
{
    internal WantedSegment(JsonElement item)
    {
        Body = new SegmentBody(item, isNew: true, namesFeature: true);
        var reader = new FieldReader(item, Body.Errors);
        (Uuid, Name) = (reader.Uuid("uuid"), reader.Text("name", 2_000)?.Trim() ?? "");
        Feature = reader.TextOrNull("feature", 2_000);
        HashSeed = reader.IntegerOrNull("hash_seed", 1, int.MaxValue);
    }

    internal SegmentBody Body { get; }

    internal FieldErrors Errors => Body.Errors;

    internal Guid Uuid { get; }

    internal string Name { get; }

    /// <summary>Name of the one feature that may use it.</summary>
    internal string? Feature { get; }

    internal int? HashSeed { get; }
}
